-- Dead letters, collected from the dead-letter queue if booking.dead-letters.collect is true.
create table dead_letter (
	id bigint generated always as identity,
	message_id text not null, -- in the dead-letter queue
	source_message_id text not null, -- in the source queue; the same as message_id if it is not known
	body text not null,
	body_sha256 bytea not null,
	body_bytes integer not null,
	attributes jsonb not null, -- of the message, without those of the failure
	reason text not null,
	detail text,
	detail_group text not null, -- the detail with its values left out
	sent_by text not null,
	consumer text,
	event_type text, -- as far as they can be read
	booking_id text,
	sent_at timestamptz not null, -- when SQS accepted the message
	failed_at timestamptz,
	collected_at timestamptz not null default clock_timestamp(),
	state text not null default 'OPEN',
	previous_id bigint, -- the letter whose redrive led to this one
	next_id bigint, -- the letter to which the redrive of this one led
	outcome text,
	outcome_detail text,
	closed_at timestamptz,
	constraint dead_letter_pkey primary key (id),
	-- One message becomes one letter, even if it was sent to the dead-letter queue again because a delete failed.
	constraint dead_letter_once unique (source_message_id, body_sha256),
	constraint dead_letter_state check
		(state in ('OPEN', 'REQUESTED', 'SENDING', 'SENT', 'RESOLVED', 'RETURNED', 'DISCARDED')),
	constraint dead_letter_reason check (reason in ('rejected', 'conflict', 'failed', 'moved', 'unknown')),
	constraint dead_letter_sent_by check (sent_by in ('service', 'sqs', 'unknown'))
);

-- One for each condition of the lists, in the order of the lists.
create index dead_letter_collected_at on dead_letter (collected_at, id);
create index dead_letter_in_state on dead_letter (state, collected_at, id);
create index dead_letter_of_reason on dead_letter (reason, state, collected_at, id);
create index dead_letter_of_event_type on dead_letter (event_type, collected_at, id);
create index dead_letter_of_booking on dead_letter (booking_id, collected_at, id);
create index dead_letter_groups on dead_letter (reason, detail_group, collected_at, id) where state = 'OPEN';

-- The letters that are on their way, of which there are few.
create index dead_letter_on_its_way on dead_letter (booking_id, id) where state in ('REQUESTED', 'SENDING', 'SENT');
create index dead_letter_closed_at on dead_letter (closed_at) where closed_at is not null;

-- What someone has decided about a letter.
create table dead_letter_action (
	id bigint generated always as identity,
	request_id uuid not null, -- several letters can share a request
	dead_letter_id bigint not null,
	kind text not null,
	requested_by text not null,
	why text not null,
	requested_at timestamptz not null default clock_timestamp(),
	state text not null,
	token uuid not null default gen_random_uuid(), -- in the message that was sent, so that nobody else can close the letter
	send_after timestamptz, -- the rate limit
	per_second integer,
	body text, -- the corrected body of a repair
	message_id text, -- of the message that was sent
	unnumbered_sha256 bytea, -- of the body that was sent, if it left no room for the letter's number
	outcome text,
	detail text,
	changed_at timestamptz not null default clock_timestamp(),
	constraint dead_letter_action_pkey primary key (id),
	constraint dead_letter_action_letter foreign key (dead_letter_id) references dead_letter (id) on delete cascade,
	constraint dead_letter_action_kind check (kind in ('REDRIVE', 'REPAIR', 'DISCARD')),
	constraint dead_letter_action_state check
		(state in ('REQUESTED', 'SENDING', 'SENT', 'DONE', 'FAILED', 'REPLACED'))
);

create index dead_letter_action_of_letter on dead_letter_action (dead_letter_id, id);
create index dead_letter_action_of_request on dead_letter_action (request_id, state);
create index dead_letter_action_due on dead_letter_action (send_after, id) where state = 'REQUESTED';

-- One action at a time is under way for a letter.
create unique index dead_letter_action_under_way on dead_letter_action (dead_letter_id)
	where state in ('REQUESTED', 'SENDING', 'SENT');

create index dead_letter_action_unnumbered on dead_letter_action (unnumbered_sha256)
	where unnumbered_sha256 is not null;
