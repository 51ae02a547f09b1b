-- Steps of cluster life that may outlast the call that asked for them.

CREATE TABLE hsm_jobs (
  id TEXT NOT NULL PRIMARY KEY,
  cluster_id TEXT NOT NULL,
  action TEXT NOT NULL,
  status TEXT NOT NULL,
  progress BIGINT NOT NULL,
  error TEXT NOT NULL,
  response TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  rev BIGINT NOT NULL
);
CREATE INDEX hsm_jobs_by_creation ON hsm_jobs (created_at, id);
