import type { GitHubAnswer } from './github-answers.ts';

// Answers in the shape of docs.github.com/rest/actions/workflow-runs.

export type WorkflowRunEntry = {
  head_sha: string;
  head_branch: string | null;
  event: string;
  status: string;
  conclusion: string | null;
  created_at: string;
  run_started_at: string;
  run_attempt: number;
  html_url: string;
};

/** A push to main that CI liked. */
export function aRun(over: Partial<WorkflowRunEntry> = {}): WorkflowRunEntry {
  const created_at = over.created_at ?? '2026-03-29T10:00:00Z';
  return {
    head_sha: 'a'.repeat(40),
    head_branch: 'main',
    event: 'push',
    status: 'completed',
    conclusion: 'success',
    created_at,
    run_started_at: created_at,
    run_attempt: 1,
    html_url: 'https://github.com/knox/akashic-records/actions/runs/7',
    ...over,
  };
}

/** As GitHub filters: `status` names a status or a conclusion. */
export function runsAnswer(runs: readonly WorkflowRunEntry[], query: URLSearchParams): GitHubAnswer {
  const [branch, event, status] = ['branch', 'event', 'status'].map((name) => query.get(name));
  const found = runs.filter(
    (run) =>
      (branch === null || run.head_branch === branch) &&
      (event === null || run.event === event) &&
      (status === null || run.status === status || run.conclusion === status),
  );
  const workflow_runs = found.slice(0, Number(query.get('per_page') ?? 30));
  return { status: 200, body: { total_count: found.length, workflow_runs } };
}
