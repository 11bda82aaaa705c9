create table booking_request (
	booking_id text not null,
	user_id text not null,
	provider_id text not null,
	slot_id text not null,
	slot_start timestamptz not null,
	slot_end timestamptz not null,
	requested_at timestamptz not null,
	received_at timestamptz not null,
	constraint booking_request_pkey primary key (booking_id)
);
