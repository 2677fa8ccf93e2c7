import { channelsOf, rolesOf } from './guild-state.ts';
import type { GuildState } from './guild-state.ts';
import { apiMember, bot, guildId, people, users } from './world.ts';

/** The guild as REST sends it. */
export function apiGuild(guild: GuildState) {
  return {
    id: guildId,
    name: 'Invictus Labs (sandbox)',
    icon: null,
    owner_id: users.operator.id,
    roles: rolesOf(guild),
    emojis: [],
    stickers: [],
    features: [],
    afk_timeout: 300,
    afk_channel_id: null,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    premium_progress_bar_enabled: false,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    preferred_locale: 'en-US',
    vanity_url_code: null,
    description: null,
    banner: null,
    splash: null,
    discovery_splash: null,
    application_id: null,
    safety_alerts_channel_id: null,
  };
}

/** The guild as the gateway's GUILD_CREATE carries it, with its channels and members. */
export function gatewayGuild(guild: GuildState) {
  const members = [{ ...bot, roles: guild.botRoles }, ...people].map(apiMember);
  return {
    ...apiGuild(guild),
    channels: channelsOf(guild),
    members,
    threads: [],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    joined_at: '2026-01-01T00:00:00.000000+00:00',
    member_count: members.length,
    large: false,
    unavailable: false,
  };
}
