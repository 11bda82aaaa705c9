-- The inbox: a booking id is here before its message is deleted.
create table processed_booking (
	event_type text not null,
	booking_id text not null,
	content_hash bytea not null,
	message_id text not null,
	processed_at timestamptz not null,
	constraint processed_booking_pkey primary key (event_type, booking_id)
);

-- For the purge. Rows arrive in the order of time, so a block range index serves at a
-- thousandth of a B-tree's size and costs the insert next to nothing.
create index processed_booking_processed_at on processed_booking
	using brin (processed_at) with (pages_per_range = 32, autosummarize = on);
