-- The key of the hashes below. It has one row.
create table erasure_secret (
	only_row boolean not null default true,
	secret text not null default gen_random_uuid()::text || gen_random_uuid()::text,
	constraint erasure_secret_pkey primary key (only_row),
	constraint erasure_secret_only_row check (only_row)
);

-- Who was erased, so that messages in a queue do not bring the id back. Nothing leads from here to a pseudonym.
create table erased_person (
	id_hash bytea not null, -- HMAC-SHA-256 of the kind and the id
	erased_at timestamptz not null,
	constraint erased_person_pkey primary key (id_hash)
);

create index erased_person_erased_at on erased_person (erased_at);

-- The receipts of erasures. While an erasure is not finished, its row is also the work that is left.
create table erasure (
	id uuid not null,
	person_kind text not null,
	person_id text, -- null when the erasure is finished
	pseudonym text, -- null when this service has finished its part
	requested_at timestamptz not null,
	requested_by text, -- the name of the API's caller
	erased jsonb not null default '{}', -- the number of rows by name
	erased_at timestamptz, -- when this service finished its part
	forward boolean not null default false, -- whether another service has to erase, too
	forwarded_at timestamptz,
	attempts integer not null default 0, -- failed ones
	next_attempt_at timestamptz not null,
	constraint erasure_pkey primary key (id),
	constraint erasure_person_kind check (person_kind in ('USER', 'PROVIDER'))
);

create index erasure_unfinished on erasure (next_attempt_at) where person_id is not null;

-- For the erasure and the export.
create index notification_recipient on notification (recipient) where recipient is not null;
