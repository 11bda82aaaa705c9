create table booking_confirmation (
	booking_id text not null,
	provider_id text not null,
	accepted_at timestamptz not null,
	user_id text,
	received_at timestamptz not null,
	constraint booking_confirmation_pkey primary key (booking_id)
);
