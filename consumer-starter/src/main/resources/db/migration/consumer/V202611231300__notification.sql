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
	constraint notification_once unique nulls not distinct (booking_id, event_type, channel),
	constraint notification_status check (status in ('PENDING', 'SENT', 'FAILED', 'EXPIRED', 'UNKNOWN'))
);

create index notification_pending on notification (created_at) where status = 'PENDING';

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
