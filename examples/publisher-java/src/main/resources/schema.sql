create table if not exists booking (
	booking_id text primary key,
	user_id text not null,
	provider_id text not null,
	slot_id text not null,
	slot_start timestamptz not null,
	slot_end timestamptz not null,
	accepted_at timestamptz,
	-- Continued by the confirmation, so that a booking has one trace.
	traceparent text not null
);

-- An event waits here from the commit of its booking until SQS has accepted it. The body is written once.
create table if not exists outbox (
	id bigint generated always as identity primary key,
	event_type text not null,
	booking_id text not null,
	body text not null,
	traceparent text not null,
	attempts integer not null default 0,
	-- Why SQS will never accept it. Such an event is not sent again.
	failure text,
	unique (event_type, booking_id)
);

create index if not exists outbox_waiting on outbox (event_type, attempts, id) where failure is null;

create table if not exists scheduled_tasks (
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
	primary key (task_name, task_instance)
);
