-- When the notification was last made pending again, so that ages count from there; null otherwise.
alter table notification add column resent_at timestamptz;

-- For the API's lists of notifications that were not sent. These are few, so the index is small, and
-- a notification on its way from PENDING to SENT does not touch it.
create index notification_unsent on notification (id) where status in ('FAILED', 'EXPIRED', 'UNKNOWN');
