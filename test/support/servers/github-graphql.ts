import { schema as github } from '@octokit/graphql-schema';
import { GraphQLError, buildSchema, graphql } from 'graphql';
import { z } from 'zod';
import { resolveRef } from './github-answers.ts';
import type { GitHubAnswer } from './github-answers.ts';
import type { Repository } from '../repositories.ts';

// GraphQL over the same bare repositories. The schema is GitHub's own, so that a query it would refuse fails here too.

let schema: ReturnType<typeof buildSchema> | null = null;

const Request = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).default({}) });
type Arguments = { owner: string; name: string };

/** An error as GitHub's are: with its type. */
function typed(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

export async function graphqlAnswer(
  body: string,
  find: (name: string) => { name: string; repository: Repository } | null,
): Promise<GitHubAnswer> {
  schema ??= buildSchema(github.idl, { assumeValid: true });
  const { query, variables } = Request.parse(JSON.parse(body));
  const rootValue = {
    repository({ owner, name }: Arguments) {
      const found = find(`${owner}/${name}`);
      if (!found) {
        throw typed('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`);
      }
      return { ref: (asked: { qualifiedName: string }) => refOf(found, asked.qualifiedName) };
    },
  };
  const { data, errors } = await graphql({ schema, source: query, rootValue, variableValues: variables });
  const shown = errors?.map(({ message, path, extensions }) => ({ ...extensions, path, message }));
  return { status: 200, body: { ...(data ? { data } : {}), ...(shown ? { errors: shown } : {}) } };
}

async function refOf(found: { name: string; repository: Repository }, ref: string): Promise<object | null> {
  const { name, repository } = found;
  const oid = await resolveRef(repository, ref.replace(/^refs\//, ''));
  if (oid === null) return null;
  const text = await repository.git('log', '-1', '--format=%cI%n%B', oid);
  const [committedDate = '', ...message] = text.split('\n');
  return {
    target: {
      __typename: 'Commit',
      oid,
      committedDate: new Date(committedDate).toISOString().replace('.000Z', 'Z'),
      message: message.join('\n').replace(/\n+$/, ''),
      url: `https://github.com/${name}/commit/${oid}`,
    },
  };
}
