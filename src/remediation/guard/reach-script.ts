/**
 * sh that asks systemd which units a restart could start, stop or lose, and which units need this one: `reach UNIT` prints
 * the `systemctl show` blocks of all of them.
 *
 * systemd.unit(5), and how systemd builds a transaction: a restart starts the units that this one pulls in, directly or
 * not; it stops units that conflict with a started one; a stop spreads to units bound to this one. Units that need it lose
 * it for a while. Each path is followed separately, else the conflict with shutdown.target would lead to every unit. An
 * active unit starts nothing again, so a path ends at the two boot targets that every unit pulls in.
 */
export const reachScript = `properties=Id,Names,LoadState,NeedDaemonReload,FragmentPath,SourcePath,DropInPaths,Description
properties=$properties,ExecCondition,ExecStartPre,ExecStart,ExecStartPost,ExecReload,ExecStop,ExecStopPost
properties=$properties,WorkingDirectory,RootDirectory,RootImage,EnvironmentFiles,BindPaths,BindReadOnlyPaths,PIDFile,User
properties=$properties,Requires,Wants,BindsTo,Requisite,Upholds,OnSuccess,OnFailure,Conflicts,ConflictedBy,PartOf
properties=$properties,RequiredBy,WantedBy,BoundBy,RequisiteOf,UpheldBy,ConsistsOf,OnSuccessOf,OnFailureOf
properties=$properties,PropagatesReloadTo,ReloadPropagatedFrom,PropagatesStopTo,StopPropagatedFrom
properties=$properties,JoinsNamespaceOf,Triggers,TriggeredBy
properties=$properties,RuntimeDirectory,StateDirectory,CacheDirectory,LogsDirectory,ConfigurationDirectory
properties=$properties,MountImages,ExtensionImages,ExtensionDirectories,ReadWritePaths,ExecSearchPath,RemoveIPC,DynamicUser
properties=$properties,StandardInput,StandardOutput,StandardError,StandardInputData,LoadCredential,LoadCredentialEncrypted
properties=$properties,FailureAction,SuccessAction,StartLimitAction,JobTimeoutAction,PassEnvironment
properties=$properties,Slice,Group,SupplementaryGroups,BusName,SyslogIdentifier,Documentation
properties=$properties,What,Where,Options,Listen,Unit
walk='
function meet(unit, way) {
  if ((unit, way) in met) return
  met[unit, way] = 1
  queue[++last] = unit
  going[last] = way
}
function follow(block, kinds, way,   count, each, units, unit, many) {
  count = split(kinds, kind, " ")
  for (each = 1; each <= count; each++) {
    many = split(edges[block, kind[each]], units, " ")
    for (unit = 1; unit <= many; unit++) meet(units[unit], way)
  }
}
$0 == "" { block++; next }
{
  at = index($0, "=")
  key = substr($0, 1, at - 1)
  value = substr($0, at + 1)
  if (key == "Id" || key == "Names") {
    count = split(value, names, " ")
    for (each = 1; each <= count; each++) if (!(names[each] in blocks)) blocks[names[each]] = block
  } else edges[block, key] = edges[block, key] " " value
}
END {
  pulls = "Requires Wants BindsTo Requisite Upholds OnSuccess OnFailure Triggers PropagatesReloadTo JoinsNamespaceOf"
  stops = "RequiredBy RequisiteOf BoundBy ConsistsOf PropagatesStopTo"
  needs = "RequiredBy WantedBy BoundBy RequisiteOf UpheldBy OnSuccessOf OnFailureOf"
  near = "PartOf TriggeredBy StopPropagatedFrom ReloadPropagatedFrom"
  meet(ENVIRON["unit"], "start")
  meet(ENVIRON["unit"], "stop")
  meet(ENVIRON["unit"], "need")
  meet(ENVIRON["unit"], "near")
  for (turn = 1; turn <= last; turn++) {
    unit = queue[turn]
    way = going[turn]
    if (!(unit in blocks)) {
      if (!(unit in asked)) print unit
      asked[unit] = 1
      continue
    }
    block = blocks[unit]
    if (way == "start" && unit ~ /^(sysinit|basic)\\.target$/) continue
    if (way == "start") {
      follow(block, pulls, "start")
      follow(block, "Conflicts ConflictedBy", "stop")
    } else if (way == "stop") {
      follow(block, stops, "stop")
      follow(block, "OnSuccess OnFailure", "start")
    } else if (way == "need") follow(block, needs, "need")
    else if (unit == ENVIRON["unit"]) follow(block, near, "beside")
  }
}'
# A command of several lines is shown as it is: its later lines, and blank ones, are no properties of their own. Fails where
# it has no end, or a property may stand in it.
on_one_line() {
  awk -v names="$properties" 'BEGIN { gsub(/,/, "|", names) }
    open { if ($0 ~ "^(" names ")=") exit failed = 1
      line = line " ; " $0; if (/ ; ignore_errors=[a-z]+/) { print line; open = 0 } next }
    /^Exec[A-Za-z]*=[{] path=/ && !/ ; ignore_errors=[a-z]+/ { line = $0; open = 1; next }
    { print }
    END { exit failed || open }'
}
reach() {
  blocks= wanted=$1 rounds=0
  while [ -n "$wanted" ]; do
    rounds=$((rounds + 1))
    [ $rounds -le 60 ] || return 1
    more=$(systemctl $scope --no-pager show --property=$properties -- $wanted) || return 1
    more=$(printf '%s\\n' "$more" | on_one_line) || return 1
    blocks="$blocks
$more
"
    wanted=$(printf '%s\\n' "$blocks" | unit=$1 awk "$walk")
  done
  printf '%s\\n' "$blocks"
}
`;
