-- Whether a channel of notifications works, for all instances. A channel without a row works.
create table notification_channel (
	name text not null,
	status text not null default 'WORKING',
	paused_since timestamptz, -- the begin of the outage; null while the channel works
	reason text,
	remedy text,
	failed_probes integer not null default 0, -- in this outage
	next_probe_at timestamptz,
	last_probe bigint, -- the notification of the last probe
	released_until timestamptz, -- when the last released notification is due
	constraint notification_channel_pkey primary key (name),
	constraint notification_channel_status check (status in ('WORKING', 'PAUSED', 'RECOVERING'))
);

-- WAITING: waits for its channel, and has no task. RELEASED: is sent while the channel recovers. Both are PENDING.
alter table notification add column wait_status text;
-- Failures of the channel in its own attempts, without probes.
alter table notification add column channel_failures integer not null default 0;

create index notification_waiting on notification (channel, id) where wait_status = 'WAITING';
