-- The instances of the service, for the operations page. Each reports itself from time to time.
create table service_instance (
	name text not null, -- host and process
	version text not null,
	started_at timestamptz not null,
	reported_at timestamptz not null,
	constraint service_instance_pkey primary key (name)
);
