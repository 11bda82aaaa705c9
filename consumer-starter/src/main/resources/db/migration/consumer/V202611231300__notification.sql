create table notification (
	id bigint generated always as identity,
	booking_id text not null,
	event_type text not null,
	channel text, -- null until the contact is known
	recipient text, -- the id of a provider or user, never an address; null until known
	status text not null default 'PENDING',
	attempts integer not null default 0,
	last_error text,
	provider_message_id text,
	created_at timestamptz not null default now(),
	attempt_started_at timestamptz, -- not null while the outcome of an attempt is open
	sent_at timestamptz,
	constraint notification_pkey primary key (id),
	constraint notification_status check (status in ('PENDING', 'SENT', 'FAILED', 'EXPIRED', 'UNKNOWN'))
);

-- One notification for each channel, and one as long as the channel is unknown.
do $$
begin
	if current_setting('server_version_num')::int >= 150000 then
		execute 'alter table notification
			add constraint notification_once unique nulls not distinct (booking_id, event_type, channel)';
	else
		alter table notification add constraint notification_once unique (booking_id, event_type, channel);
		create unique index notification_once_without_channel on notification (booking_id, event_type)
			where channel is null;
	end if;
end $$;

create index notification_pending on notification (created_at) where status = 'PENDING';
create index notification_created_at on notification
	using brin (created_at) with (pages_per_range = 32, autosummarize = on);

-- What happened to a booking besides being processed: duplicates, conflicts, attempts to notify.
create table booking_history (
	id bigint generated always as identity,
	booking_id text not null,
	event_type text not null,
	happened_at timestamptz not null default clock_timestamp(),
	what text not null,
	detail text,
	constraint booking_history_pkey primary key (id)
);

create index booking_history_booking on booking_history (booking_id, id);
create index booking_history_happened_at on booking_history
	using brin (happened_at) with (pages_per_range = 32, autosummarize = on);

-- db-scheduler's table, as its documentation has it
-- (https://github.com/kagkarlsson/db-scheduler, postgresql_tables.sql).
create table scheduled_tasks (
	task_name text not null,
	task_instance text not null,
	task_data bytea,
	execution_time timestamptz not null,
	picked boolean not null,
	picked_by text,
	last_success timestamptz,
	last_failure timestamptz,
	consecutive_failures integer,
	last_heartbeat timestamptz,
	version bigint not null,
	priority smallint,
	constraint scheduled_tasks_pkey primary key (task_name, task_instance)
);

create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);
create index scheduled_tasks_last_heartbeat on scheduled_tasks (last_heartbeat);

-- PostgreSQL 14 came after 1.0. These letters keep the checksum that Flyway recorded with 1.0, so that databases of
-- 1.0 can be upgraded and 1.0 can be started on them again: nBfdwg
