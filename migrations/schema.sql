-- Written by `npm run schema:dump` from the migrated catalogues of Postgres 17; not to be edited. It loads in one go.

set check_function_bodies = false;

create schema access;

create schema catalogue;

create schema finance;

create schema ledger;

create schema member;

create schema prices;

create schema rulebook;

create schema upload;

create type ledger.account_change as (ord integer, bucket smallint, member_id uuid, base_version bigint, version bigint, pending bigint, active bigint, held bigint, floor bigint, due_at timestamp with time zone, counters text);

create type ledger.lot_change as (ord integer, bucket smallint, member_id uuid, lot_no bigint, points bigint, remaining bigint, expired bigint, pending boolean, activates_at timestamp with time zone, expires_at timestamp with time zone, origin text, rule_id text, sale_id uuid, is_new boolean);

create type ledger.new_entry as (ord integer, bucket smallint, member_id uuid, version bigint, kind text, sale_id uuid, store_id text, rule_set_version integer, event_at timestamp with time zone, created_at timestamp with time zone, move_kinds text[], debits smallint[], credits smallint[], points bigint[], lots bigint[], pending_after bigint, active_after bigint, held_after bigint, reason text, author text);

create type ledger.new_sale as (ord integer, bucket smallint, sale_id uuid, receipt_key text, idempotency_key text, body_hash bytea, kind text, member_id uuid, account_version bigint, store_id text, terminal_id text, business_date date, receipt_number text, purchased_at timestamp with time zone, booked_at timestamp with time zone, rule_set_version integer, regular_minor bigint, net_minor bigint, burn_minor bigint, payable_minor bigint, burn_points bigint, earn_points bigint, coupon_states json, budget_usage json, document text);

create table access.answered (
  key_id text not null,
  idempotency_key text not null,
  body_hash bytea not null,
  answer json,
  at timestamp with time zone not null default clock_timestamp(),
  constraint answered_pkey PRIMARY KEY (key_id, idempotency_key),
  constraint answered_body_hash_check CHECK ((octet_length(body_hash) = 32)),
  constraint answered_idempotency_key_check CHECK (((length(idempotency_key) >= 1) AND (length(idempotency_key) <= 128)))
);

create table access.api_key (
  key_id text not null,
  name text not null,
  roles text[] not null,
  key_hash bytea not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  created_by text not null,
  revoked_at timestamp with time zone,
  revoked_by text,
  stores text[],
  campaigns text[],
  constraint api_key_pkey PRIMARY KEY (key_id),
  constraint api_key_campaigns_check CHECK ((cardinality(campaigns) > 0)),
  constraint api_key_key_hash_check CHECK ((octet_length(key_hash) = 32)),
  constraint api_key_key_hash_key UNIQUE (key_hash),
  constraint api_key_name_check CHECK (((length(name) >= 1) AND (length(name) <= 64))),
  constraint api_key_roles_check CHECK (((cardinality(roles) > 0) AND (roles <@ ARRAY['viewer'::text, 'marketer'::text, 'publisher'::text, 'finance'::text, 'support'::text, 'operator'::text]))),
  constraint api_key_stores_check CHECK ((cardinality(stores) > 0))
);

create table access.audit (
  sequence bigint not null generated always as identity,
  at timestamp with time zone not null default clock_timestamp(),
  actor text not null,
  key_id text not null,
  action text not null,
  subject text not null,
  reason text not null,
  facts jsonb not null,
  constraint audit_pkey PRIMARY KEY (sequence),
  constraint audit_action_check CHECK ((action <> ''::text)),
  constraint audit_actor_check CHECK ((actor <> ''::text)),
  constraint audit_facts_check CHECK ((jsonb_typeof(facts) = 'object'::text))
);

create table access.revision (
  single boolean not null default true,
  revision bigint not null,
  constraint revision_pkey PRIMARY KEY (single),
  constraint revision_single_check CHECK (single)
);

create table access.terminal (
  terminal_id text not null,
  store_id text not null,
  name text not null,
  may_enrol boolean not null,
  created_at timestamp with time zone not null default now(),
  revoked_at timestamp with time zone,
  revision bigint not null,
  may_operate boolean not null default false,
  constraint terminal_pkey PRIMARY KEY (terminal_id),
  constraint terminal_store_id_check CHECK (((length(store_id) >= 1) AND (length(store_id) <= 64))),
  constraint terminal_terminal_id_check CHECK (((length(terminal_id) >= 1) AND (length(terminal_id) <= 64)))
);

create table access.terminal_key (
  terminal_id text not null,
  slot smallint not null,
  key_hash bytea not null,
  created_at timestamp with time zone not null default now(),
  constraint terminal_key_pkey PRIMARY KEY (terminal_id, slot),
  constraint terminal_key_key_hash_check CHECK ((octet_length(key_hash) = 32)),
  constraint terminal_key_slot_check CHECK ((slot = ANY (ARRAY[1, 2])))
);

create table catalogue.category (
  category_id text not null,
  name text not null,
  parent text,
  retired_at timestamp with time zone,
  revision bigint not null,
  updated_at timestamp with time zone not null default now(),
  constraint category_pkey PRIMARY KEY (category_id),
  constraint category_category_id_check CHECK (((length(category_id) >= 1) AND (length(category_id) <= 64))),
  constraint category_check CHECK ((parent <> category_id))
);

create table catalogue.product (
  sku text not null,
  name text not null,
  categories text[] not null,
  brand text not null,
  tags text[] not null,
  attributes jsonb not null,
  unit_price_minor bigint,
  min_unit_price_minor bigint not null,
  weighed boolean not null,
  discountable boolean not null,
  burnable boolean not null,
  earning boolean not null,
  revision bigint not null,
  updated_at timestamp with time zone not null default now(),
  retired_at timestamp with time zone,
  cost_minor bigint,
  constraint product_pkey PRIMARY KEY (sku),
  constraint product_attributes_check CHECK ((jsonb_typeof(attributes) = 'object'::text)),
  constraint product_cost_minor_check CHECK (((cost_minor >= 0) AND (cost_minor <= '100000000000'::bigint))),
  constraint product_min_unit_price_minor_check CHECK ((min_unit_price_minor >= 0)),
  constraint product_sku_check CHECK (((length(sku) >= 1) AND (length(sku) <= 64))),
  constraint product_unit_price_minor_check CHECK ((unit_price_minor >= 0))
);

create table catalogue.revision (
  single boolean not null default true,
  revision bigint not null,
  entries bigint not null default 0,
  checksum bigint not null default 0,
  constraint revision_pkey PRIMARY KEY (single),
  constraint revision_single_check CHECK (single)
);

create table ledger.account (
  bucket smallint not null,
  member_id uuid not null,
  version bigint not null default 0,
  pending bigint not null default 0,
  active bigint not null default 0,
  held bigint not null default 0,
  floor bigint not null default 0,
  due_at timestamp with time zone,
  counters text not null default '{}'::text,
  constraint account_pkey PRIMARY KEY (bucket, member_id),
  constraint account_floor CHECK ((active >= floor)),
  constraint account_floor_check CHECK ((floor <= 0)),
  constraint account_held_check CHECK ((held >= 0)),
  constraint account_pending_check CHECK ((pending >= 0)),
  constraint account_version_check CHECK ((version >= 0))
) with (fillfactor=75);

create table ledger.anchor (
  anchored_at timestamp with time zone not null,
  document json not null,
  public_key text not null,
  signature bytea not null,
  constraint anchor_pkey PRIMARY KEY (anchored_at)
);

create table ledger.budget (
  key text not null,
  times bigint not null default 0,
  minor bigint not null default 0,
  points bigint not null default 0,
  constraint budget_pkey PRIMARY KEY (key),
  constraint budget_minor_check CHECK ((minor >= 0)),
  constraint budget_points_check CHECK ((points >= 0)),
  constraint budget_times_check CHECK ((times >= 0))
);

create table ledger.calendar (
  single boolean not null default true,
  zone text not null,
  months integer not null,
  constraint calendar_pkey PRIMARY KEY (single),
  constraint calendar_months_check CHECK ((months = ANY (ARRAY[1, 2, 3, 4, 6, 12]))),
  constraint calendar_single_check CHECK (single)
);

create table ledger.chain (
  bucket smallint not null,
  link bigint not null,
  digest bytea not null,
  constraint chain_pkey PRIMARY KEY (bucket),
  constraint chain_bucket_check CHECK (((bucket >= 0) AND (bucket <= 1039))),
  constraint chain_digest_check CHECK ((octet_length(digest) = 32)),
  constraint chain_link_check CHECK ((link >= 0))
) with (fillfactor=30);

create table ledger.chart (
  account smallint not null,
  name text not null,
  member boolean not null,
  constraint chart_pkey PRIMARY KEY (account),
  constraint chart_name_key UNIQUE (name)
);

create table ledger.coupon (
  code_bucket smallint not null,
  code text not null,
  series_id text not null,
  member_id uuid,
  uses bigint not null default 0,
  uses_max bigint not null default 1,
  valid_from timestamp with time zone,
  valid_to timestamp with time zone,
  blocked_at timestamp with time zone,
  issued_by_sale uuid,
  created_at timestamp with time zone not null default now(),
  batch_id integer,
  constraint coupon_pkey PRIMARY KEY (code_bucket, code),
  constraint coupon_code_bucket_check CHECK (((code_bucket >= 0) AND (code_bucket <= 1023))),
  constraint coupon_uses CHECK (((uses >= 0) AND (uses <= uses_max))),
  constraint coupon_uses_max_check CHECK ((uses_max > 0))
);

create table ledger.coupon_batch (
  batch_id integer not null generated always as identity,
  series_id text not null,
  origin text not null,
  wanted integer not null,
  done integer not null default 0,
  status text not null,
  valid_to timestamp with time zone,
  created_at timestamp with time zone not null default clock_timestamp(),
  created_by text not null,
  finished_at timestamp with time zone,
  constraint coupon_batch_pkey PRIMARY KEY (batch_id),
  constraint a_batch_is_done_with_all CHECK (((status <> 'done'::text) OR (done = wanted))),
  constraint coupon_batch_check CHECK (((done >= 0) AND (done <= wanted))),
  constraint coupon_batch_origin_check CHECK ((origin = ANY (ARRAY['generated'::text, 'imported'::text, 'issued'::text]))),
  constraint coupon_batch_status_check CHECK ((status = ANY (ARRAY['running'::text, 'done'::text, 'cancelled'::text]))),
  constraint coupon_batch_wanted_check CHECK ((wanted > 0))
);

create table ledger.coupon_series (
  series_id text not null,
  name text not null,
  prefix text not null,
  length smallint not null,
  checksum boolean not null,
  code_group smallint not null,
  valid_from timestamp with time zone,
  valid_to timestamp with time zone,
  uses_max_per_code integer not null,
  uses_max_per_member integer,
  uses_max_total bigint,
  bound boolean not null,
  blocked_at timestamp with time zone,
  revision integer not null default 1,
  created_at timestamp with time zone not null default clock_timestamp(),
  created_by text not null,
  updated_at timestamp with time zone not null default clock_timestamp(),
  updated_by text not null,
  constraint coupon_series_pkey PRIMARY KEY (series_id),
  constraint coupon_series_code_group_check CHECK (((code_group >= 0) AND (code_group <= 30))),
  constraint coupon_series_length_check CHECK (((length >= 8) AND (length <= 30))),
  constraint coupon_series_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint coupon_series_prefix_check CHECK ((prefix ~ '^[0-9A-Z]{0,16}$'::text)),
  constraint coupon_series_revision_check CHECK ((revision > 0)),
  constraint coupon_series_series_id_check CHECK (((length(series_id) >= 1) AND (length(series_id) <= 64))),
  constraint coupon_series_uses_max_per_code_check CHECK ((uses_max_per_code > 0)),
  constraint coupon_series_uses_max_per_member_check CHECK ((uses_max_per_member > 0)),
  constraint coupon_series_uses_max_total_check CHECK ((uses_max_total > 0)),
  constraint window_has_a_length CHECK ((valid_to > valid_from))
);

create table ledger.entry (
  bucket smallint not null,
  member_id uuid not null,
  version bigint not null,
  kind text not null,
  sale_id uuid,
  store_id text,
  rule_set_version integer,
  event_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  move_kinds text[] not null,
  debits smallint[] not null,
  credits smallint[] not null,
  points bigint[] not null,
  lots bigint[] not null,
  pending_after bigint not null,
  active_after bigint not null,
  held_after bigint not null,
  reason text,
  author text,
  period date not null,
  link bigint not null,
  constraint entry_pkey PRIMARY KEY (bucket, member_id, version),
  constraint entry_balanced CHECK (((cardinality(debits) = cardinality(points)) AND (cardinality(credits) = cardinality(points)) AND (cardinality(move_kinds) = cardinality(points)) AND (cardinality(lots) = cardinality(points)) AND (0 < ALL (points)) AND (array_position(debits, NULL::smallint) IS NULL) AND (array_position(credits, NULL::smallint) IS NULL))),
  constraint entry_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'authorize'::text, 'capture'::text, 'void'::text, 'return'::text, 'release'::text, 'activate'::text, 'expire'::text, 'adjust'::text, 'grant'::text, 'transfer'::text, 'merge'::text]))),
  constraint entry_version_check CHECK ((version > 0)),
  constraint period_not_closed CHECK ((period > '-infinity'::date))
);

create table ledger.hold (
  bucket smallint not null,
  hold_id uuid not null,
  member_id uuid,
  points bigint not null,
  reserved json not null,
  expires_at timestamp with time zone not null,
  status text not null,
  constraint hold_pkey PRIMARY KEY (bucket, hold_id),
  constraint hold_points_check CHECK ((points >= 0)),
  constraint hold_status_check CHECK ((status = ANY (ARRAY['open'::text, 'captured'::text, 'voided'::text, 'expired'::text])))
);

create table ledger.link (
  bucket smallint not null,
  link bigint not null,
  posted_at timestamp with time zone not null,
  digest bytea not null,
  constraint link_pkey PRIMARY KEY (bucket, link),
  constraint link_digest_check CHECK ((octet_length(digest) = 32)),
  constraint link_link_check CHECK ((link > 0))
);

create table ledger.lot (
  bucket smallint not null,
  member_id uuid not null,
  lot_no bigint not null,
  points bigint not null,
  remaining bigint not null,
  expired bigint not null default 0,
  pending boolean not null,
  activates_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  origin text not null,
  rule_id text,
  sale_id uuid,
  link bigint not null,
  constraint lot_pkey PRIMARY KEY (bucket, member_id, lot_no),
  constraint lot_points_check CHECK ((points > 0)),
  constraint lot_remaining CHECK (((remaining >= 0) AND (expired >= 0) AND ((remaining + expired) <= points)))
) with (fillfactor=85);

create table ledger.member_operation (
  bucket smallint not null,
  operation_id uuid not null,
  key text not null,
  body_hash bytea not null,
  kind text not null,
  member_id uuid not null,
  account_version bigint,
  other_member_id uuid,
  other_version bigint,
  reverses uuid,
  author text not null,
  reason text not null,
  created_at timestamp with time zone not null,
  request json not null,
  answer json not null,
  link bigint not null,
  constraint member_operation_pkey PRIMARY KEY (bucket, operation_id),
  constraint member_operation_author_check CHECK ((author <> ''::text)),
  constraint member_operation_body_hash_check CHECK ((octet_length(body_hash) = 16)),
  constraint member_operation_kind_check CHECK ((kind = ANY (ARRAY['adjust'::text, 'grant'::text, 'transfer'::text, 'block'::text, 'unblock'::text, 'merge'::text, 'erase'::text]))),
  constraint member_operation_reason_check CHECK ((reason <> ''::text))
);

create table ledger.operation (
  bucket smallint not null,
  sale_id uuid not null,
  sequence integer not null,
  operation_id uuid not null,
  key text not null,
  body_hash bytea not null,
  kind text not null,
  member_id uuid,
  account_version bigint,
  store_id text not null,
  terminal_id text not null,
  business_date date not null,
  event_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  refund_minor bigint not null,
  request json not null,
  answer json not null,
  state_after json not null,
  period date not null,
  link bigint not null,
  constraint operation_pkey PRIMARY KEY (bucket, sale_id, sequence),
  constraint operation_body_hash_check CHECK ((octet_length(body_hash) = 16)),
  constraint operation_kind_check CHECK ((kind = ANY (ARRAY['capture'::text, 'void'::text, 'return'::text]))),
  constraint operation_refund_minor_check CHECK ((refund_minor >= 0)),
  constraint operation_sequence_check CHECK ((sequence > 0)),
  constraint period_not_closed CHECK ((period > '-infinity'::date))
);

create table ledger.period (
  period date not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  state text not null default 'open'::text,
  closing_at timestamp with time zone,
  closed_at timestamp with time zone,
  closed_by text,
  rate_points bigint,
  rate_minor bigint,
  totals json,
  constraint period_pkey PRIMARY KEY (period),
  constraint closed_period_says_so CHECK ((((state = 'open'::text) = (closing_at IS NULL)) AND ((state = 'closed'::text) = ((closed_at IS NOT NULL) AND (closed_by IS NOT NULL) AND (totals IS NOT NULL))))),
  constraint period_ends_at_key UNIQUE (ends_at),
  constraint period_has_a_length CHECK ((ends_at > starts_at)),
  constraint period_rate_minor_check CHECK ((rate_minor >= 0)),
  constraint period_rate_points_check CHECK ((rate_points > 0)),
  constraint period_state_check CHECK ((state = ANY (ARRAY['open'::text, 'closing'::text, 'closed'::text])))
);

create table ledger.sale (
  bucket smallint not null,
  sale_id uuid not null,
  receipt_key text not null,
  idempotency_key text,
  body_hash bytea not null,
  kind text not null,
  member_id uuid,
  account_version bigint,
  store_id text not null,
  terminal_id text not null,
  business_date date not null,
  receipt_number text not null,
  purchased_at timestamp with time zone not null,
  booked_at timestamp with time zone not null,
  rule_set_version integer not null,
  regular_minor bigint not null,
  net_minor bigint not null,
  burn_minor bigint not null,
  payable_minor bigint not null,
  burn_points bigint not null,
  earn_points bigint not null,
  receipt json,
  member_state json,
  coupon_states json,
  budget_usage json,
  quote json,
  booking json,
  period date not null,
  link bigint not null,
  document text,
  constraint sale_pkey PRIMARY KEY (bucket, sale_id),
  constraint period_not_closed CHECK ((period > '-infinity'::date)),
  constraint sale_amounts CHECK (((regular_minor >= net_minor) AND (net_minor = (burn_minor + payable_minor)) AND (burn_minor >= 0) AND (payable_minor >= 0) AND (burn_points >= 0) AND (earn_points >= 0))),
  constraint sale_body_hash_check CHECK ((octet_length(body_hash) = 16)),
  constraint sale_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'authorize'::text])))
) with (toast_tuple_target=8160);

create table ledger.unreceipted_return (
  bucket smallint not null,
  return_id uuid not null,
  key text not null,
  body_hash bytea not null,
  store_id text not null,
  terminal_id text not null,
  business_date date not null,
  receipt_number text not null,
  rule_set_version integer not null,
  refund_minor bigint not null,
  reason text not null,
  created_at timestamp with time zone not null,
  answer json not null,
  period date not null,
  link bigint not null,
  constraint unreceipted_return_pkey PRIMARY KEY (bucket, return_id),
  constraint unreceipted_return_body_hash_check CHECK ((octet_length(body_hash) = 16)),
  constraint unreceipted_return_refund_minor_check CHECK ((refund_minor >= 0))
);

create table member.card (
  card_bucket smallint not null,
  card_number text not null,
  bucket smallint not null,
  member_id uuid not null,
  blocked_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  kind text not null default 'card'::text,
  card_id uuid not null default gen_random_uuid(),
  replaced_by uuid,
  constraint card_pkey PRIMARY KEY (card_bucket, card_number),
  constraint card_card_bucket_check CHECK (((card_bucket >= 0) AND (card_bucket <= 1023))),
  constraint card_kind_check CHECK ((kind = ANY (ARRAY['card'::text, 'phone'::text, 'external'::text, 'wallet'::text])))
);

create table member.member (
  bucket smallint not null,
  member_id uuid not null,
  tier text not null default ''::text,
  segments text[] not null default '{}'::text[],
  birth_date date,
  attributes jsonb not null default '{}'::jsonb,
  enrolled_at timestamp with time zone not null default now(),
  blocked_at timestamp with time zone,
  merged_into uuid,
  erased_at timestamp with time zone,
  tier_until timestamp with time zone,
  constraint member_pkey PRIMARY KEY (bucket, member_id),
  constraint member_bucket_check CHECK (((bucket >= 0) AND (bucket <= 1023))),
  constraint member_check CHECK ((merged_into <> member_id))
);

create table member.person (
  bucket smallint not null,
  member_id uuid not null,
  name text not null,
  email text not null,
  constraint person_pkey PRIMARY KEY (bucket, member_id)
);

create table member.upload (
  upload_id text not null,
  kind text not null,
  status text not null,
  lines integer not null,
  done integer not null default 0,
  refused integer not null default 0,
  reason text not null,
  created_at timestamp with time zone not null default clock_timestamp(),
  created_by text not null,
  finished_at timestamp with time zone,
  constraint upload_pkey PRIMARY KEY (upload_id),
  constraint an_upload_is_done_with_all CHECK ((((done + refused) <= lines) AND ((status <> 'done'::text) OR ((done + refused) = lines)))),
  constraint upload_done_check CHECK ((done >= 0)),
  constraint upload_kind_check CHECK ((kind = ANY (ARRAY['members'::text, 'grants'::text]))),
  constraint upload_lines_check CHECK ((lines > 0)),
  constraint upload_refused_check CHECK ((refused >= 0)),
  constraint upload_status_check CHECK ((status = ANY (ARRAY['running'::text, 'done'::text, 'cancelled'::text, 'refused'::text])))
);

create table member.upload_line (
  upload_id text not null,
  line integer not null,
  content json,
  refused_code text,
  refused_detail text,
  constraint upload_line_pkey PRIMARY KEY (upload_id, line),
  constraint it_waits_or_was_refused CHECK (((content IS NULL) = ((refused_code IS NOT NULL) AND (refused_detail IS NOT NULL)))),
  constraint upload_line_line_check CHECK ((line > 0))
);

create table prices.approval (
  list_id text not null,
  settings_revision integer not null,
  upload_id text not null,
  approved_by text not null,
  at timestamp with time zone not null default clock_timestamp(),
  constraint approval_pkey PRIMARY KEY (list_id, settings_revision, upload_id, approved_by)
);

create table prices.changed (
  list_no integer not null,
  list_revision integer not null,
  sku text not null,
  constraint changed_pkey PRIMARY KEY (list_no, list_revision, sku)
);

create table prices.head (
  single boolean not null default true,
  revision integer not null,
  constraint head_pkey PRIMARY KEY (single),
  constraint head_revision_check CHECK ((revision >= 0)),
  constraint head_single_check CHECK (single)
);

create table prices.list (
  list_id text not null,
  list_no integer not null generated always as identity,
  settings json not null,
  settings_revision integer not null,
  editors text[] not null,
  list_revision integer not null default 0,
  created_at timestamp with time zone not null default clock_timestamp(),
  created_by text not null,
  updated_at timestamp with time zone not null default clock_timestamp(),
  updated_by text not null,
  constraint list_pkey PRIMARY KEY (list_id),
  constraint list_list_id_check CHECK (((length(list_id) >= 1) AND (length(list_id) <= 64))),
  constraint list_list_no_key UNIQUE (list_no),
  constraint list_list_revision_check CHECK ((list_revision >= 0)),
  constraint list_settings_revision_check CHECK ((settings_revision > 0))
);

create table prices.price (
  list_no integer not null,
  sku text not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone not null,
  unit_price_minor bigint not null,
  since integer not null,
  until integer not null default 2147483647,
  constraint price_pkey PRIMARY KEY (list_no, sku, valid_from, since),
  constraint price_check CHECK ((valid_from < valid_to)),
  constraint price_check1 CHECK ((since < until)),
  constraint price_sku_check CHECK (((length(sku) >= 1) AND (length(sku) <= 64))),
  constraint price_unit_price_minor_check CHECK (((unit_price_minor >= 0) AND (unit_price_minor <= '100000000000'::bigint)))
);

create table prices.revision (
  revision integer not null,
  list_id text not null,
  list_no integer not null,
  list_revision integer not null,
  settings json not null,
  upload_id text,
  restored integer,
  row_count bigint not null,
  added bigint not null,
  removed bigint not null,
  changed_skus integer,
  hash text not null,
  published_at timestamp with time zone not null default clock_timestamp(),
  published_by text not null,
  comment text not null,
  live_from timestamp with time zone not null,
  called_off_at timestamp with time zone,
  called_off_by text,
  constraint revision_pkey PRIMARY KEY (revision),
  constraint only_what_is_not_live_yet_is_called_off CHECK ((called_off_at < live_from)),
  constraint revision_added_check CHECK ((added >= 0)),
  constraint revision_hash_check CHECK ((hash ~ '^[0-9a-f]{32}$'::text)),
  constraint revision_list_no_list_revision_key UNIQUE (list_no, list_revision),
  constraint revision_list_revision_check CHECK ((list_revision > 0)),
  constraint revision_removed_check CHECK ((removed >= 0)),
  constraint revision_revision_check CHECK ((revision > 0)),
  constraint revision_row_count_check CHECK ((row_count >= 0))
);

create table prices.staged (
  upload_id text not null,
  sku text not null,
  valid_from timestamp with time zone,
  valid_to timestamp with time zone,
  unit_price_minor bigint
);

create table rulebook.draft (
  draft_id text not null,
  revision integer not null,
  name text not null,
  labels text[] not null,
  base_version integer not null,
  document json not null,
  status text not null,
  published_version integer,
  created_at timestamp with time zone not null default clock_timestamp(),
  created_by text not null,
  updated_at timestamp with time zone not null default clock_timestamp(),
  updated_by text not null,
  editors text[] not null,
  constraint draft_pkey PRIMARY KEY (draft_id),
  constraint draft_base_version_check CHECK ((base_version >= 0)),
  constraint draft_document_check CHECK ((json_typeof(document) = 'object'::text)),
  constraint draft_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint draft_names_the_version_it_became CHECK (((status = 'published'::text) = (published_version IS NOT NULL))),
  constraint draft_revision_check CHECK ((revision > 0)),
  constraint draft_status_check CHECK ((status = ANY (ARRAY['open'::text, 'published'::text, 'discarded'::text])))
);

create table rulebook.draft_approval (
  draft_id text not null,
  revision integer not null,
  approved_by text not null,
  at timestamp with time zone not null default clock_timestamp(),
  constraint draft_approval_pkey PRIMARY KEY (draft_id, revision, approved_by)
);

create table rulebook.draft_comment (
  comment_id bigint not null generated always as identity,
  draft_id text not null,
  at timestamp with time zone not null default clock_timestamp(),
  author text not null,
  text text not null,
  constraint draft_comment_pkey PRIMARY KEY (comment_id),
  constraint draft_comment_text_check CHECK (((length(text) >= 1) AND (length(text) <= 2000)))
);

create table rulebook.head (
  single boolean not null default true,
  version integer not null,
  published_at timestamp with time zone not null,
  constraint head_pkey PRIMARY KEY (single),
  constraint head_single_check CHECK (single),
  constraint head_version_check CHECK ((version >= 0))
);

create table rulebook.simulation (
  simulation_id text not null,
  against text not null,
  revision integer not null,
  document json,
  period_from timestamp with time zone not null,
  period_to timestamp with time zone not null,
  store_ids text[],
  sample_bps integer not null,
  seed integer not null,
  state text not null,
  reason text not null default ''::text,
  receipts_done bigint not null default 0,
  receipts_total bigint,
  attempts integer not null default 0,
  claim uuid,
  heartbeat_at timestamp with time zone,
  cancel_asked boolean not null default false,
  created_at timestamp with time zone not null default clock_timestamp(),
  created_by text not null,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  report json,
  constraint simulation_pkey PRIMARY KEY (simulation_id),
  constraint done_simulation_has_a_report CHECK (((state = 'done'::text) = (report IS NOT NULL))),
  constraint open_simulation_has_its_document CHECK (((document IS NOT NULL) OR (state <> ALL (ARRAY['queued'::text, 'running'::text])))),
  constraint running_simulation_is_claimed CHECK ((((state = 'running'::text) = (claim IS NOT NULL)) AND ((state <> 'running'::text) OR (heartbeat_at IS NOT NULL)))),
  constraint simulation_has_a_period CHECK ((period_from < period_to)),
  constraint simulation_sample_bps_check CHECK (((sample_bps >= 1) AND (sample_bps <= 10000))),
  constraint simulation_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);

create table rulebook.version (
  version integer not null,
  hash text not null,
  document json not null,
  schema_hash text not null,
  published_at timestamp with time zone not null,
  published_by text not null,
  comment text not null,
  live_from timestamp with time zone not null,
  constraint version_pkey PRIMARY KEY (version),
  constraint version_has_the_hash_of_its_document CHECK ((hash = encode(sha256(convert_to((document)::text, 'UTF8'::name)), 'hex'::text))),
  constraint version_is_not_live_before_it_is_published CHECK ((live_from >= published_at)),
  constraint version_version_check CHECK ((version > 0))
);

create table upload.file (
  upload_id text not null,
  kind text not null,
  list_id text,
  mode text not null,
  status text not null,
  rows bigint not null,
  bad_rows bigint not null,
  bytes bigint not null,
  sha256 text not null,
  uploaded_at timestamp with time zone not null default clock_timestamp(),
  uploaded_by text not null,
  constraint file_pkey PRIMARY KEY (upload_id),
  constraint file_check CHECK (((kind = 'prices'::text) = (list_id IS NOT NULL))),
  constraint file_check1 CHECK (((status = 'refused'::text) = (bad_rows > 0))),
  constraint file_kind_check CHECK ((kind = ANY (ARRAY['prices'::text, 'products'::text, 'categories'::text]))),
  constraint file_mode_check CHECK ((mode = ANY (ARRAY['replace'::text, 'upsert'::text, 'delete'::text]))),
  constraint file_status_check CHECK ((status = ANY (ARRAY['staged'::text, 'published'::text, 'discarded'::text, 'applied'::text, 'refused'::text])))
);

create table upload.problem (
  upload_id text not null,
  line_number bigint not null,
  code text not null,
  sentence text not null,
  constraint problem_pkey PRIMARY KEY (upload_id, line_number)
);

alter table access.terminal_key add constraint terminal_key_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES access.terminal(terminal_id);

alter table ledger.coupon_batch add constraint coupon_batch_series_id_fkey FOREIGN KEY (series_id) REFERENCES ledger.coupon_series(series_id);

alter table ledger.sale add constraint sale_has_its_contents CHECK ((((document IS NOT NULL) AND (receipt IS NULL) AND (quote IS NULL) AND (booking IS NULL) AND (member_state IS NULL)) OR ((document IS NULL) AND (receipt IS NOT NULL) AND (quote IS NOT NULL) AND (booking IS NOT NULL)))) NOT VALID;

alter table ledger.unreceipted_return add constraint period_not_closed CHECK ((period > '-infinity'::date)) NOT VALID;

alter table member.upload_line add constraint upload_line_upload_id_fkey FOREIGN KEY (upload_id) REFERENCES member.upload(upload_id) DEFERRABLE INITIALLY DEFERRED;

alter table prices.approval add constraint approval_list_id_fkey FOREIGN KEY (list_id) REFERENCES prices.list(list_id);

alter table prices.revision add constraint revision_list_id_fkey FOREIGN KEY (list_id) REFERENCES prices.list(list_id);

alter table prices.staged add constraint staged_upload_id_fkey FOREIGN KEY (upload_id) REFERENCES upload.file(upload_id);

alter table rulebook.draft add constraint draft_published_version_fkey FOREIGN KEY (published_version) REFERENCES rulebook.version(version);

alter table rulebook.draft_approval add constraint draft_approval_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES rulebook.draft(draft_id);

alter table rulebook.draft_comment add constraint draft_comment_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES rulebook.draft(draft_id);

alter table upload.file add constraint file_list_id_fkey FOREIGN KEY (list_id) REFERENCES prices.list(list_id);

alter table upload.problem add constraint problem_upload_id_fkey FOREIGN KEY (upload_id) REFERENCES upload.file(upload_id);

CREATE OR REPLACE FUNCTION ledger.micros(at timestamp with time zone)
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN ((date_part('epoch'::text, at) * (1000000)::double precision))::bigint
;

CREATE OR REPLACE FUNCTION ledger.entry_digest(e ledger.entry)
 RETURNS bytea
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN sha256(convert_to((ROW('entry', (e).bucket, (e).member_id, (e).version, (e).kind, (e).sale_id, (e).store_id, (e).rule_set_version, ledger.micros((e).event_at), ledger.micros((e).created_at), (e).move_kinds, (e).debits, (e).credits, (e).points, (e).lots, (e).pending_after, (e).active_after, (e).held_after, (e).reason, (e).author, ((e).period - '2000-01-01'::date), (e).link))::text, 'UTF8'::name))
;

CREATE OR REPLACE FUNCTION ledger.lot_digest(l ledger.lot)
 RETURNS bytea
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN sha256(convert_to((ROW('lot', (l).bucket, (l).member_id, (l).lot_no, (l).points, ledger.micros((l).activates_at), ledger.micros((l).expires_at), (l).origin, (l).rule_id, (l).sale_id, (l).link))::text, 'UTF8'::name))
;

CREATE OR REPLACE FUNCTION ledger.sale_digest_1(s ledger.sale)
 RETURNS bytea
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN sha256(convert_to(concat(ROW('sale', (s).bucket, (s).sale_id, (s).receipt_key, (s).idempotency_key, encode((s).body_hash, 'hex'::text), (s).kind, (s).member_id, (s).account_version, (s).store_id, (s).terminal_id, ((s).business_date - '2000-01-01'::date), (s).receipt_number, ledger.micros((s).purchased_at), ledger.micros((s).booked_at), (s).rule_set_version, (s).regular_minor, (s).net_minor, (s).burn_minor, (s).payable_minor, (s).burn_points, (s).earn_points, ((s).period - '2000-01-01'::date), (s).link), '
', (s).receipt, '
', (s).member_state, '
', (s).coupon_states, '
', (s).budget_usage, '
', (s).quote, '
', (s).booking), 'UTF8'::name))
;

CREATE OR REPLACE FUNCTION ledger.operation_digest(o ledger.operation)
 RETURNS bytea
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN sha256(convert_to(concat(ROW('operation', (o).bucket, (o).sale_id, (o).sequence, (o).operation_id, (o).key, encode((o).body_hash, 'hex'::text), (o).kind, (o).member_id, (o).account_version, (o).store_id, (o).terminal_id, ((o).business_date - '2000-01-01'::date), ledger.micros((o).event_at), ledger.micros((o).created_at), (o).refund_minor, ((o).period - '2000-01-01'::date), (o).link), '
', (o).request, '
', (o).answer, '
', (o).state_after), 'UTF8'::name))
;

CREATE OR REPLACE FUNCTION ledger.link_digest(before bytea, bucket smallint, link bigint, posted_at timestamp with time zone, rows bytea)
 RETURNS bytea
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN sha256(((((before || int2send(bucket)) || int8send(link)) || int8send(ledger.micros(posted_at))) || rows))
;

CREATE OR REPLACE FUNCTION ledger.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION '%.% is append-only: book a correction, which is a new entry', TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $function$
;

CREATE OR REPLACE FUNCTION ledger.refuse_period_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'period % cannot be removed', OLD.period USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.state = 'closed' THEN
    RAISE EXCEPTION 'period % is closed and never changes', OLD.period USING ERRCODE = 'restrict_violation';
  END IF;
  IF (NEW.period, NEW.starts_at, NEW.ends_at) IS DISTINCT FROM (OLD.period, OLD.starts_at, OLD.ends_at)
    OR (OLD.state, NEW.state) NOT IN (('open', 'open'), ('open', 'closing'), ('closing', 'closing'), ('closing', 'closed')) THEN
    RAISE EXCEPTION 'period %: % cannot become %', OLD.period, OLD.state, NEW.state USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $function$
;

CREATE OR REPLACE FUNCTION ledger.add_periods(p_from timestamp with time zone, p_to timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
DECLARE
  first record;
  last record;
  cut record;
  low timestamp;
  high timestamp;
BEGIN
  SELECT zone, months, make_interval(months => months) AS step INTO cut FROM ledger.calendar;
  SELECT * INTO first FROM ledger.period ORDER BY ends_at LIMIT 1;
  SELECT * INTO last FROM ledger.period ORDER BY ends_at DESC LIMIT 1;
  low := CASE WHEN first.state IS NULL THEN p_from WHEN first.state = 'open' THEN least(p_from, first.starts_at) ELSE first.starts_at END
    AT TIME ZONE cut.zone;
  high := greatest(p_to, CASE WHEN last.state = 'open' THEN last.starts_at ELSE last.ends_at END) AT TIME ZONE cut.zone;
  low := date_trunc('month', low) - make_interval(months => (extract(month FROM low)::integer - 1) % cut.months);
  INSERT INTO ledger.period (period, starts_at, ends_at)
  SELECT d::date, d AT TIME ZONE cut.zone, (d + cut.step) AT TIME ZONE cut.zone
  FROM generate_series(low, high, cut.step) AS d ORDER BY d
  ON CONFLICT DO NOTHING;
END $function$
;

CREATE OR REPLACE FUNCTION ledger.begin_closing(p_period date)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  LOCK TABLE ledger.calendar IN ACCESS EXCLUSIVE MODE;
  IF EXISTS (SELECT FROM ledger.period WHERE period < p_period AND state = 'open') THEN
    RAISE EXCEPTION 'an earlier period than % is open', p_period USING ERRCODE = 'restrict_violation';
  END IF;
  UPDATE ledger.period SET state = 'closing', closing_at = now() WHERE period = p_period;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'there is no period %', p_period USING ERRCODE = 'no_data_found';
  END IF;
END $function$
;

CREATE OR REPLACE FUNCTION ledger.close_period(p_period date, p_by text, p_rate_points bigint, p_rate_minor bigint, p_totals json)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
DECLARE
  name text;
BEGIN
  IF EXISTS (SELECT FROM ledger.period WHERE period < p_period AND state <> 'closed') THEN
    RAISE EXCEPTION 'an earlier period than % is not closed', p_period USING ERRCODE = 'restrict_violation';
  END IF;
  FOREACH name IN ARRAY ARRAY['entry', 'operation', 'sale', 'unreceipted_return'] LOOP
    EXECUTE format('ALTER TABLE ledger.%I DROP CONSTRAINT period_not_closed, ADD CONSTRAINT period_not_closed CHECK (period > %L) NOT VALID', name, p_period);
  END LOOP;
  UPDATE ledger.period
  SET state = 'closed', closed_at = now(), closed_by = p_by, rate_points = p_rate_points, rate_minor = p_rate_minor, totals = p_totals
  WHERE period = p_period;
END $function$
;

CREATE OR REPLACE FUNCTION rulebook.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'a published version is immutable: publish a new one' USING ERRCODE = 'restrict_violation';
END $function$
;

CREATE OR REPLACE FUNCTION ledger.member_operation_digest(o ledger.member_operation)
 RETURNS bytea
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN sha256(convert_to(concat(ROW('member operation', (o).bucket, (o).operation_id, (o).key, encode((o).body_hash, 'hex'::text), (o).kind, (o).member_id, (o).account_version, (o).other_member_id, (o).other_version, (o).reverses, (o).author, (o).reason, ledger.micros((o).created_at), (o).link), '
', (o).request, '
', (o).answer), 'UTF8'::name))
;

CREATE OR REPLACE FUNCTION access.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'restrict_violation';
END $function$
;

CREATE OR REPLACE FUNCTION ledger.unreceipted_return_digest(u ledger.unreceipted_return)
 RETURNS bytea
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN sha256(convert_to(concat(ROW('unreceipted return', (u).bucket, (u).return_id, (u).key, encode((u).body_hash, 'hex'::text), (u).store_id, (u).terminal_id, ((u).business_date - '2000-01-01'::date), (u).receipt_number, (u).rule_set_version, (u).refund_minor, (u).reason, ledger.micros((u).created_at), ((u).period - '2000-01-01'::date), (u).link), '
', (u).answer), 'UTF8'::name))
;

CREATE OR REPLACE FUNCTION ledger.open_period(p_at timestamp with time zone)
 RETURNS date
 LANGUAGE plpgsql
AS $function$
DECLARE
  found date;
BEGIN
  PERFORM FROM ledger.calendar;
  LOOP
    SELECT p.period INTO found FROM ledger.period p WHERE p.state = 'open' AND p.ends_at > p_at ORDER BY p.ends_at LIMIT 1;
    -- Before the first period there is, a new one is made only while that one is open.
    EXIT WHEN found IS NOT NULL AND NOT coalesce(
      (SELECT p.state = 'open' AND p.starts_at > p_at FROM ledger.period p ORDER BY p.ends_at LIMIT 1), false);
    PERFORM ledger.add_periods(p_at, p_at);
  END LOOP;
  RETURN found;
END $function$
;

CREATE OR REPLACE FUNCTION ledger.book_unreceipted(p_bucket smallint, p_return_id uuid, p_key text, p_body_hash bytea, p_store_id text, p_terminal_id text, p_business_date date, p_receipt_number text, p_rule_set_version integer, p_refund_minor bigint, p_reason text, p_created_at timestamp with time zone, p_answer json)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
DECLARE
  v_period date := ledger.open_period(p_created_at);
  chain ledger.chain;
  row_digest bytea;
  new_digest bytea;
BEGIN
  SELECT * INTO chain FROM ledger.chain c WHERE c.bucket IN (p_bucket, 1024 + p_bucket / 64) ORDER BY c.bucket DESC LIMIT 1 FOR UPDATE;
  INSERT INTO ledger.unreceipted_return AS u
  VALUES (p_bucket, p_return_id, p_key, p_body_hash, p_store_id, p_terminal_id, p_business_date, p_receipt_number, p_rule_set_version,
    p_refund_minor, p_reason, p_created_at, p_answer, v_period, chain.link + 1)
  ON CONFLICT (key) DO NOTHING
  RETURNING ledger.unreceipted_return_digest(u) INTO row_digest;
  IF row_digest IS NULL THEN
    RETURN false;
  END IF;
  new_digest := ledger.link_digest(chain.digest, chain.bucket, chain.link + 1, now(), row_digest);
  INSERT INTO ledger.link (bucket, link, posted_at, digest) VALUES (chain.bucket, chain.link + 1, now(), new_digest);
  UPDATE ledger.chain c SET link = chain.link + 1, digest = new_digest WHERE c.bucket = chain.bucket;
  RETURN true;
END $function$
;

CREATE OR REPLACE FUNCTION prices.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'a published revision of prices is immutable: publish a new one' USING ERRCODE = 'restrict_violation';
END $function$
;

CREATE OR REPLACE FUNCTION member.forget_person()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  DELETE FROM member.person p WHERE p.bucket = NEW.bucket AND p.member_id = NEW.member_id;
  RETURN NULL;
END $function$
;

CREATE OR REPLACE FUNCTION ledger.value(p_values json, p_place integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN COALESCE(((p_values ->> p_place))::bigint, (0)::bigint)
;

CREATE OR REPLACE FUNCTION ledger.sale_line(s ledger.sale)
 RETURNS TABLE(line_number integer, sku text, quantity_milli bigint, regular_minor bigint, net_minor bigint, burn_minor bigint, payable_minor bigint, burn_points bigint, earn_points bigint, discount_minor bigint, portions_net_minor bigint, portions_quantity_milli bigint)
 LANGUAGE sql
 STABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT COALESCE(((v.more ->> 'lineNumber'::text))::integer, (NULLIF(ledger.value(v.line, 0), 0))::integer, (v."position")::integer) AS "coalesce",
     COALESCE((v.more ->> 'sku'::text), (v.line ->> 1)) AS "coalesce",
     COALESCE(((v.more ->> 'quantityMilli'::text))::bigint, ledger.value(v.line, 2)) AS "coalesce",
     COALESCE(((v.more ->> 'regularMinor'::text))::bigint, ledger.value(v.line, 4)) AS "coalesce",
     ledger.value(v.priced, 0) AS value,
     ledger.value(v.priced, 4) AS value,
     COALESCE(((v.more ->> 'payableMinor'::text))::bigint, (ledger.value(v.priced, 0) - ledger.value(v.priced, 4))) AS "coalesce",
     ledger.value(v.priced, 5) AS value,
     ledger.value(v.priced, 1) AS value,
         CASE
             WHEN (json_typeof((v.priced -> 2)) = 'array'::text) THEN ( SELECT sum(((x.value)::text)::bigint) AS sum
                FROM json_array_elements((v.priced -> 2)) WITH ORDINALITY x(value, place)
               WHERE ((x.place % (2)::bigint) = 0))
             ELSE NULL::numeric
         END AS "case",
         CASE
             WHEN (json_typeof((v.priced -> 6)) = 'array'::text) THEN ( SELECT sum(((x.value)::text)::bigint) AS sum
                FROM json_array_elements((v.priced -> 6)) WITH ORDINALITY x(value, place)
               WHERE ((x.place % (2)::bigint) = 0))
             ELSE NULL::numeric
         END AS "case",
         CASE
             WHEN (json_typeof((v.priced -> 6)) = 'array'::text) THEN ( SELECT sum(((x.value)::text)::bigint) AS sum
                FROM json_array_elements((v.priced -> 6)) WITH ORDINALITY x(value, place)
               WHERE ((x.place % (2)::bigint) = 1))
             ELSE NULL::numeric
         END AS "case"
    FROM ( SELECT r.line,
             q.priced,
             (q.priced -> 7) AS more,
             q."position"
            FROM ((( SELECT ((sale_line.s).document)::json AS document
                   WHERE ((sale_line.s).document IS NOT NULL)) d
              CROSS JOIN LATERAL json_array_elements((d.document #> '{2,0}'::text[])) WITH ORDINALITY q(priced, "position"))
              LEFT JOIN LATERAL json_array_elements((d.document #> '{1,0}'::text[])) WITH ORDINALITY r(line, "position") ON ((r."position" = q."position")))) v
 UNION ALL
  SELECT q."lineNumber",
     q.sku,
     q."quantityMilli",
     q."regularMinor",
     q."netMinor",
     COALESCE(q."burnMinor", (0)::bigint) AS "coalesce",
     q."payableMinor",
     COALESCE(q."burnPoints", (0)::bigint) AS "coalesce",
     COALESCE(q."earnPoints", (0)::bigint) AS "coalesce",
     ( SELECT sum(((x.value ->> 'amountMinor'::text))::bigint) AS sum
            FROM json_array_elements(q.discounts) x(value)) AS sum,
     ( SELECT sum(((x.value ->> 'netMinor'::text))::bigint) AS sum
            FROM json_array_elements(q.portions) x(value)) AS sum,
     ( SELECT sum(((x.value ->> 'quantityMilli'::text))::bigint) AS sum
            FROM json_array_elements(q.portions) x(value)) AS sum
    FROM json_to_recordset(((sale_line.s).quote -> 'lines'::text)) q("lineNumber" integer, sku text, "quantityMilli" bigint, "regularMinor" bigint, "netMinor" bigint, "burnMinor" bigint, "payableMinor" bigint, "burnPoints" bigint, "earnPoints" bigint, discounts json, portions json);
END
;

CREATE OR REPLACE FUNCTION ledger.sale_discount(s ledger.sale)
 RETURNS TABLE(line_number integer, "position" integer, sku text, stage text, rule_id text, amount_minor bigint)
 LANGUAGE sql
 STABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT COALESCE((((q.priced -> 7) ->> 'lineNumber'::text))::integer, (NULLIF(ledger.value(r.line, 0), 0))::integer, (q."position")::integer) AS "coalesce",
     ((x.place / 2))::integer AS int4,
     COALESCE(((q.priced -> 7) ->> 'sku'::text), (r.line ->> 1)) AS "coalesce",
     (ARRAY['card_price'::text, 'line'::text, 'receipt'::text, 'burn'::text, 'earn'::text])[(1 + COALESCE(((w.rule ->> 1))::integer, ((w.named ->> 0))::integer))] AS "array",
     COALESCE((w.rule ->> 0), (w.named ->> 1)) AS "coalesce",
     ((x.value)::text)::bigint AS value
    FROM ((((( SELECT ((sale_discount.s).document)::json AS document
           WHERE ((sale_discount.s).document IS NOT NULL)) d
      CROSS JOIN LATERAL json_array_elements((d.document #> '{2,0}'::text[])) WITH ORDINALITY q(priced, "position"))
      LEFT JOIN LATERAL json_array_elements((d.document #> '{1,0}'::text[])) WITH ORDINALITY r(line, "position") ON ((r."position" = q."position")))
      CROSS JOIN LATERAL json_array_elements(
         CASE
             WHEN (json_typeof((q.priced -> 2)) = 'array'::text) THEN (q.priced -> 2)
             ELSE NULL::json
         END) WITH ORDINALITY x(value, place))
      CROSS JOIN LATERAL ( SELECT
                 CASE
                     WHEN (json_typeof(y.rule) = 'number'::text) THEN (d.document #> ARRAY['2'::text, '1'::text, (y.rule)::text])
                     ELSE NULL::json
                 END AS rule,
                 CASE
                     WHEN (json_typeof(y.rule) = 'array'::text) THEN y.rule
                     ELSE NULL::json
                 END AS named
            FROM ( SELECT (q.priced #> ARRAY['2'::text, ((x.place - 2))::text]) AS rule) y) w)
   WHERE ((x.place % (2)::bigint) = 0)
 UNION ALL
  SELECT q."lineNumber",
     (x."position")::integer AS "position",
     q.sku,
     x.stage,
     x."ruleId",
     x."amountMinor"
    FROM (json_to_recordset(((sale_discount.s).quote -> 'lines'::text)) q("lineNumber" integer, sku text, discounts json)
      CROSS JOIN LATERAL ROWS FROM(json_to_recordset(q.discounts) AS (stage text, "ruleId" text, "amountMinor" bigint)) WITH ORDINALITY x(stage, "ruleId", "amountMinor", "position"));
END
;

CREATE OR REPLACE FUNCTION ledger.sale_applied(s ledger.sale)
 RETURNS TABLE("position" integer, rule_id text, name text, stage text, coupon text, amount_minor bigint, points bigint, times bigint)
 LANGUAGE sql
 STABLE PARALLEL SAFE
BEGIN ATOMIC
 SELECT (a."position")::integer AS "position",
     (a.rule ->> 0),
         CASE
             WHEN (json_typeof((a.rule -> 7)) = 'string'::text) THEN (a.rule ->> 7)
             ELSE (a.rule ->> 0)
         END AS "case",
     (ARRAY['card_price'::text, 'line'::text, 'receipt'::text, 'burn'::text, 'earn'::text])[(1 + ((a.rule ->> 1))::integer)] AS "array",
         CASE
             WHEN (json_typeof((a.rule -> 8)) = 'string'::text) THEN (a.rule ->> 8)
             ELSE ''::text
         END AS "case",
     ledger.value(a.rule, 3) AS value,
     ledger.value(a.rule, 4) AS value,
     ledger.value(a.rule, 5) AS value
    FROM (( SELECT ((sale_applied.s).document)::json AS document
           WHERE ((sale_applied.s).document IS NOT NULL)) d
      CROSS JOIN LATERAL json_array_elements((d.document #> '{2,1}'::text[])) WITH ORDINALITY a(rule, "position"))
 UNION ALL
  SELECT (a."position")::integer AS "position",
     a."ruleId",
     a.name,
     a.stage,
     a.coupon,
     a."amountMinor",
     a.points,
     a.times
    FROM ROWS FROM(json_to_recordset(((sale_applied.s).quote -> 'applied'::text)) AS ("ruleId" text, name text, stage text, coupon text, "amountMinor" bigint, points bigint, times bigint)) WITH ORDINALITY a("ruleId", name, stage, coupon, "amountMinor", points, times, "position");
END
;

CREATE OR REPLACE FUNCTION ledger.sale_digest_2(s ledger.sale)
 RETURNS bytea
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN sha256(convert_to(concat(ROW('sale 2', (s).bucket, (s).sale_id, (s).receipt_key, (s).idempotency_key, encode((s).body_hash, 'hex'::text), (s).kind, (s).member_id, (s).account_version, (s).store_id, (s).terminal_id, ((s).business_date - '2000-01-01'::date), (s).receipt_number, ledger.micros((s).purchased_at), ledger.micros((s).booked_at), (s).rule_set_version, (s).regular_minor, (s).net_minor, (s).burn_minor, (s).payable_minor, (s).burn_points, (s).earn_points, ((s).period - '2000-01-01'::date), (s).link), '
', (s).coupon_states, '
', (s).budget_usage, '
', (s).document), 'UTF8'::name))
;

CREATE OR REPLACE FUNCTION ledger.sale_digest(s ledger.sale)
 RETURNS bytea
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN CASE WHEN ((s).document IS NULL) THEN ledger.sale_digest_1(s) ELSE ledger.sale_digest_2(s) END
;

CREATE OR REPLACE FUNCTION ledger.post(p_accounts ledger.account_change[], p_sales ledger.new_sale[], p_entries ledger.new_entry[], p_lots ledger.lot_change[], p_operations json, p_holds json, p_closes json, p_budgets json, p_coupons json, p_issues json, p_member_operations json, p_member_changes json, p_chains smallint[], p_from_ms bigint, p_to_ms bigint)
 RETURNS TABLE(ord integer, code smallint, detail text)
 LANGUAGE plpgsql
 SET plan_cache_mode TO 'force_generic_plan'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_seqscan TO 'off'
 SET jit TO 'off'
AS $function$
DECLARE
  refused_ord integer[] := '{}';
  refused_code smallint[] := '{}';
  refused_detail text[] := '{}';
  v_ord integer[];
  v_detail text[];
  v_sale uuid[];
  -- Open periods by their ends, so that width_bucket finds the one of an event.
  period_ends timestamptz[];
  periods date[];
  is_before boolean;
  -- The next link of each chain, by the chain's place among the sixteen.
  links bigint[];
  v_chain smallint[];
  v_digest bytea[];
  row_chain smallint[] := '{}';
  row_digest bytea[] := '{}';
BEGIN
  IF p_from_ms IS NOT NULL THEN
    PERFORM FROM ledger.calendar;
    LOOP
      SELECT array_agg(p.ends_at ORDER BY p.ends_at) FILTER (WHERE p.state = 'open'),
             array_agg(p.period ORDER BY p.ends_at) FILTER (WHERE p.state = 'open'),
             min(p.starts_at) > to_timestamp(p_from_ms / 1000.0) AND min(p.starts_at) = min(p.starts_at) FILTER (WHERE p.state = 'open')
      INTO period_ends, periods, is_before
      FROM ledger.period p;
      EXIT WHEN to_timestamp(p_to_ms / 1000.0) < period_ends[array_length(period_ends, 1)] AND NOT coalesce(is_before, false);
      PERFORM ledger.add_periods(to_timestamp(p_from_ms / 1000.0), to_timestamp(p_to_ms / 1000.0));
    END LOOP;
  END IF;

  -- Accounts: lock in order, then drop what was computed from an older version.
  IF p_accounts IS NOT NULL THEN
    SELECT array_agg(DISTINCT x.ord) INTO v_ord
    FROM unnest(p_accounts) AS x
    LEFT JOIN LATERAL (
      SELECT a.version FROM ledger.account a WHERE a.bucket = x.bucket AND a.member_id = x.member_id FOR UPDATE
    ) l ON true
    WHERE l.version IS DISTINCT FROM x.base_version;
    IF v_ord IS NOT NULL THEN
      refused_ord := v_ord;
      refused_code := array_fill(1::smallint, ARRAY[cardinality(v_ord)]);
      refused_detail := array_fill(''::text, ARRAY[cardinality(v_ord)]);
    END IF;
  END IF;

  IF p_closes IS NOT NULL THEN
    WITH c AS (
      SELECT x.* FROM json_to_recordset(p_closes) AS x (ord integer, bucket smallint, hold_id uuid)
      WHERE x.ord <> ALL (refused_ord)
    ), locked AS (
      SELECT h.bucket, h.hold_id, h.status FROM ledger.hold h
      WHERE (h.bucket, h.hold_id) IN (SELECT c.bucket, c.hold_id FROM c)
      ORDER BY h.bucket, h.hold_id FOR UPDATE OF h
    )
    SELECT array_agg(DISTINCT c.ord) INTO v_ord
    FROM c LEFT JOIN locked l ON l.bucket = c.bucket AND l.hold_id = c.hold_id
    WHERE l.status IS DISTINCT FROM 'open'
       OR c.ord > (SELECT min(d.ord) FROM c d WHERE d.bucket = c.bucket AND d.hold_id = c.hold_id);
    IF v_ord IS NOT NULL THEN
      refused_ord := refused_ord || v_ord;
      refused_code := refused_code || array_fill(1::smallint, ARRAY[cardinality(v_ord)]);
      refused_detail := refused_detail || array_fill(''::text, ARRAY[cardinality(v_ord)]);
    END IF;
  END IF;

  -- Coupons: uses wanted so far in the batch count too; giving a use back is never refused.
  IF p_coupons IS NOT NULL THEN
    WITH c AS (
      SELECT x.* FROM json_to_recordset(p_coupons) AS x (ord integer, code_bucket smallint, code text, uses integer)
      WHERE x.ord <> ALL (refused_ord)
    ), locked AS (
      SELECT k.code_bucket, k.code, k.uses, k.uses_max, k.blocked_at FROM ledger.coupon k
      WHERE (k.code_bucket, k.code) IN (SELECT c.code_bucket, c.code FROM c)
      ORDER BY k.code_bucket, k.code FOR UPDATE OF k
    ), wanted AS (
      SELECT c.ord, c.code, c.uses AS delta, l.uses + sum(greatest(c.uses, 0)) OVER (PARTITION BY c.code ORDER BY c.ord) AS reached,
             l.uses_max, l.blocked_at, l.code IS NULL AS missing
      FROM c LEFT JOIN locked l ON l.code_bucket = c.code_bucket AND l.code = c.code
    )
    SELECT array_agg(w.ord), array_agg(w.code) INTO v_ord, v_detail
    FROM (SELECT DISTINCT ON (x.ord) x.ord, x.code FROM wanted x
          WHERE x.delta > 0 AND (x.missing OR x.blocked_at IS NOT NULL OR x.reached > x.uses_max) ORDER BY x.ord) w;
    IF v_ord IS NOT NULL THEN
      refused_ord := refused_ord || v_ord;
      refused_code := refused_code || array_fill(4::smallint, ARRAY[cardinality(v_ord)]);
      refused_detail := refused_detail || v_detail;
    END IF;
  END IF;

  IF p_budgets IS NOT NULL THEN
    INSERT INTO ledger.budget (key)
    SELECT DISTINCT x.key FROM json_to_recordset(p_budgets) AS x (key text) ORDER BY x.key
    ON CONFLICT DO NOTHING;
    WITH b AS (
      SELECT x.* FROM json_to_recordset(p_budgets) AS x
        (ord integer, key text, times bigint, minor bigint, points bigint, times_max bigint, minor_max bigint, points_max bigint)
      WHERE x.ord <> ALL (refused_ord)
    ), locked AS (
      SELECT g.key, g.times, g.minor, g.points FROM ledger.budget g
      WHERE g.key IN (SELECT b.key FROM b) ORDER BY g.key FOR UPDATE OF g
    ), wanted AS (
      SELECT b.ord, b.key, b.times_max, b.minor_max, b.points_max,
             l.times + sum(greatest(b.times, 0)) OVER w AS times, l.minor + sum(greatest(b.minor, 0)) OVER w AS minor,
             l.points + sum(greatest(b.points, 0)) OVER w AS points
      FROM b JOIN locked l ON l.key = b.key
      WINDOW w AS (PARTITION BY b.key ORDER BY b.ord)
    )
    SELECT array_agg(w.ord), array_agg(w.key) INTO v_ord, v_detail
    FROM (SELECT DISTINCT ON (x.ord) x.ord, x.key FROM wanted x
          WHERE x.times > x.times_max OR x.minor > x.minor_max OR x.points > x.points_max ORDER BY x.ord, x.key) w;
    IF v_ord IS NOT NULL THEN
      refused_ord := refused_ord || v_ord;
      refused_code := refused_code || array_fill(3::smallint, ARRAY[cardinality(v_ord)]);
      refused_detail := refused_detail || v_detail;
    END IF;
  END IF;

  SELECT array_agg(h.link + 1 ORDER BY h.bucket) INTO links
  FROM (
    SELECT g.bucket, l.link FROM generate_series(1024, 1039) AS g (bucket)
    LEFT JOIN LATERAL (SELECT c.link FROM ledger.chain c WHERE c.bucket = g.bucket AND c.bucket = ANY (p_chains) FOR UPDATE) l ON true
  ) h;

  IF p_sales IS NOT NULL THEN
    WITH inserted AS (
      INSERT INTO ledger.sale AS k
        (bucket, sale_id, receipt_key, idempotency_key, body_hash, kind, member_id, account_version, store_id, terminal_id, business_date,
         receipt_number, purchased_at, booked_at, rule_set_version, regular_minor, net_minor, burn_minor, payable_minor, burn_points,
         earn_points, coupon_states, budget_usage, document, period, link)
      SELECT s.bucket, s.sale_id, s.receipt_key, s.idempotency_key, s.body_hash, s.kind, s.member_id, s.account_version, s.store_id,
             s.terminal_id, s.business_date, s.receipt_number, s.purchased_at, s.booked_at, s.rule_set_version, s.regular_minor, s.net_minor,
             s.burn_minor, s.payable_minor, s.burn_points, s.earn_points, s.coupon_states, s.budget_usage, s.document,
             periods[width_bucket(s.purchased_at, period_ends) + 1], links[s.bucket / 64 + 1]
      FROM unnest(p_sales) AS s WHERE s.ord <> ALL (refused_ord)
      ON CONFLICT DO NOTHING
      RETURNING k.sale_id, (1024 + k.bucket / 64)::smallint AS chain, ledger.sale_digest_2(k) AS digest
    )
    SELECT array_agg(n.sale_id), row_chain || array_agg(n.chain), row_digest || array_agg(n.digest) INTO v_sale, row_chain, row_digest
    FROM inserted n;
    IF cardinality(v_sale) IS DISTINCT FROM cardinality(p_sales) THEN
      SELECT array_agg(s.ord) INTO v_ord FROM unnest(p_sales) AS s
      WHERE s.ord <> ALL (refused_ord) AND s.sale_id <> ALL (coalesce(v_sale, '{}'));
      IF v_ord IS NOT NULL THEN
        refused_ord := refused_ord || v_ord;
        refused_code := refused_code || array_fill(2::smallint, ARRAY[cardinality(v_ord)]);
        refused_detail := refused_detail || array_fill(''::text, ARRAY[cardinality(v_ord)]);
      END IF;
    END IF;
  END IF;

  IF p_operations IS NOT NULL THEN
    WITH o AS (
      SELECT x.* FROM json_to_recordset(p_operations) AS x
        (ord integer, bucket smallint, sale_id uuid, sequence integer, operation_id uuid, key text, body_hash text, kind text,
         member_id uuid, account_version bigint, store_id text, terminal_id text, business_date date, event_ms bigint,
         created_ms bigint, refund_minor bigint, request json, answer json, state_after json)
      WHERE x.ord <> ALL (refused_ord)
    ), inserted AS (
      INSERT INTO ledger.operation AS k
      SELECT o.bucket, o.sale_id, o.sequence, o.operation_id, o.key, decode(o.body_hash, 'hex'), o.kind, o.member_id, o.account_version,
             o.store_id, o.terminal_id, o.business_date, to_timestamp(o.event_ms / 1000.0), to_timestamp(o.created_ms / 1000.0),
             o.refund_minor, o.request, o.answer, o.state_after,
             periods[width_bucket(to_timestamp(o.event_ms / 1000.0), period_ends) + 1], links[o.bucket / 64 + 1]
      FROM o ORDER BY o.key
      ON CONFLICT DO NOTHING
      RETURNING k.operation_id, k.bucket, ledger.operation_digest(k) AS digest
    )
    SELECT array_agg(o.ord) FILTER (WHERE n.operation_id IS NULL), array_agg((1024 + n.bucket / 64)::smallint) FILTER (WHERE n.operation_id IS NOT NULL),
           array_agg(n.digest) FILTER (WHERE n.operation_id IS NOT NULL)
    INTO v_ord, v_chain, v_digest
    FROM o LEFT JOIN inserted n ON n.operation_id = o.operation_id;
    row_chain := row_chain || v_chain;
    row_digest := row_digest || v_digest;
    IF v_ord IS NOT NULL THEN
      refused_ord := refused_ord || v_ord;
      refused_code := refused_code || array_fill(2::smallint, ARRAY[cardinality(v_ord)]);
      refused_detail := refused_detail || array_fill(''::text, ARRAY[cardinality(v_ord)]);
    END IF;
  END IF;

  IF p_member_operations IS NOT NULL THEN
    WITH inserted AS (
      INSERT INTO ledger.member_operation AS k
      SELECT o.bucket, o.operation_id, o.key, decode(o.body_hash, 'hex'), o.kind, o.member_id, o.account_version, o.other_member_id,
             o.other_version, o.reverses, o.author, o.reason, to_timestamp(o.created_ms / 1000.0), o.request, o.answer,
             links[o.bucket / 64 + 1]
      FROM json_to_recordset(p_member_operations) AS o
        (ord integer, bucket smallint, operation_id uuid, key text, body_hash text, kind text, member_id uuid, account_version bigint,
         other_member_id uuid, other_version bigint, reverses uuid, author text, reason text, created_ms bigint, request json, answer json)
      WHERE o.ord <> ALL (refused_ord)
      ORDER BY o.key
      RETURNING k.bucket, ledger.member_operation_digest(k) AS digest
    )
    SELECT row_chain || array_agg((1024 + n.bucket / 64)::smallint), row_digest || array_agg(n.digest) INTO row_chain, row_digest FROM inserted n;
  END IF;

  -- From here on nothing is refused.
  IF p_entries IS NOT NULL THEN
    WITH inserted AS (
      INSERT INTO ledger.entry AS k
      SELECT x.bucket, x.member_id, x.version, x.kind, x.sale_id, x.store_id, x.rule_set_version, x.event_at, x.created_at, x.move_kinds,
             x.debits, x.credits, x.points, x.lots, x.pending_after, x.active_after, x.held_after, x.reason, x.author,
             periods[width_bucket(x.event_at, period_ends) + 1], links[x.bucket / 64 + 1]
      FROM unnest(p_entries) AS x WHERE x.ord <> ALL (refused_ord)
      RETURNING (1024 + k.bucket / 64)::smallint AS chain, ledger.entry_digest(k) AS digest
    )
    SELECT row_chain || array_agg(n.chain), row_digest || array_agg(n.digest) INTO row_chain, row_digest FROM inserted n;
  END IF;

  IF p_accounts IS NOT NULL THEN
    UPDATE ledger.account a
    SET version = x.version, pending = x.pending, active = x.active, held = x.held, floor = x.floor, due_at = x.due_at, counters = x.counters
    FROM unnest(p_accounts) AS x
    WHERE a.bucket = x.bucket AND a.member_id = x.member_id AND x.ord <> ALL (refused_ord);
  END IF;

  IF p_lots IS NOT NULL THEN
    WITH opened AS (
      INSERT INTO ledger.lot AS k
      SELECT x.bucket, x.member_id, x.lot_no, x.points, x.remaining, x.expired, x.pending, x.activates_at, x.expires_at, x.origin, x.rule_id,
             x.sale_id, links[x.bucket / 64 + 1]
      FROM unnest(p_lots) AS x WHERE x.is_new AND x.ord <> ALL (refused_ord)
      RETURNING (1024 + k.bucket / 64)::smallint AS chain, ledger.lot_digest(k) AS digest
    )
    SELECT row_chain || array_agg(n.chain), row_digest || array_agg(n.digest) INTO row_chain, row_digest FROM opened n;
    UPDATE ledger.lot l SET remaining = x.remaining, expired = x.expired, pending = x.pending
    FROM unnest(p_lots) AS x
    WHERE NOT x.is_new AND l.bucket = x.bucket AND l.member_id = x.member_id AND l.lot_no = x.lot_no AND x.ord <> ALL (refused_ord);
  END IF;

  WITH linked AS (
    INSERT INTO ledger.link (bucket, link, posted_at, digest)
    SELECT c.bucket, c.link + 1, now(), ledger.link_digest(c.digest, c.bucket, c.link + 1, now(), r.digests)
    FROM (SELECT u.chain, string_agg(u.digest, '' ORDER BY u.digest) AS digests
          FROM unnest(row_chain, row_digest) AS u (chain, digest) GROUP BY u.chain) r
    JOIN ledger.chain c ON c.bucket = r.chain
    RETURNING bucket, link, digest
  )
  UPDATE ledger.chain c SET link = l.link, digest = l.digest FROM linked l WHERE c.bucket = l.bucket;

  IF p_holds IS NOT NULL THEN
    INSERT INTO ledger.hold
    SELECT x.bucket, x.hold_id, x.member_id, x.points, x.reserved, to_timestamp(x.expires_ms / 1000.0), 'open'
    FROM json_to_recordset(p_holds) AS x
      (ord integer, bucket smallint, hold_id uuid, member_id uuid, points bigint, reserved json, expires_ms bigint)
    WHERE x.ord <> ALL (refused_ord);
  END IF;

  IF p_closes IS NOT NULL THEN
    UPDATE ledger.hold h SET status = x.status
    FROM json_to_recordset(p_closes) AS x (ord integer, bucket smallint, hold_id uuid, status text)
    WHERE h.bucket = x.bucket AND h.hold_id = x.hold_id AND x.ord <> ALL (refused_ord);
  END IF;

  IF p_coupons IS NOT NULL THEN
    UPDATE ledger.coupon k SET uses = greatest(k.uses + c.uses, 0)
    FROM (SELECT x.code_bucket, x.code, sum(x.uses) AS uses
          FROM json_to_recordset(p_coupons) AS x (ord integer, code_bucket smallint, code text, uses integer)
          WHERE x.ord <> ALL (refused_ord) GROUP BY x.code_bucket, x.code) c
    WHERE k.code_bucket = c.code_bucket AND k.code = c.code;
  END IF;

  IF p_budgets IS NOT NULL THEN
    UPDATE ledger.budget g
    SET times = greatest(g.times + b.times, 0), minor = greatest(g.minor + b.minor, 0), points = greatest(g.points + b.points, 0)
    FROM (SELECT x.key, sum(x.times) AS times, sum(x.minor) AS minor, sum(x.points) AS points
          FROM json_to_recordset(p_budgets) AS x (ord integer, key text, times bigint, minor bigint, points bigint)
          WHERE x.ord <> ALL (refused_ord) GROUP BY x.key) b
    WHERE g.key = b.key;
  END IF;

  IF p_issues IS NOT NULL THEN
    INSERT INTO ledger.coupon (code_bucket, code, series_id, member_id, uses_max, valid_from, valid_to, issued_by_sale)
    SELECT x.code_bucket, x.code, x.series_id, x.member_id, x.uses_max, to_timestamp(x.from_ms / 1000.0), to_timestamp(x.to_ms / 1000.0),
           x.sale_id
    FROM json_to_recordset(p_issues) AS x
      (ord integer, code_bucket smallint, code text, series_id text, member_id uuid, uses_max bigint, from_ms bigint, to_ms bigint,
       sale_id uuid)
    WHERE x.ord <> ALL (refused_ord);
  END IF;

  IF p_member_changes IS NOT NULL THEN
    UPDATE member.member m
    SET blocked_at = CASE c.change WHEN 'block' THEN coalesce(m.blocked_at, to_timestamp(c.at_ms / 1000.0)) WHEN 'unblock' THEN NULL ELSE m.blocked_at END,
        merged_into = CASE c.change WHEN 'merge' THEN c.into_member_id ELSE m.merged_into END,
        -- The survivor's facts count; those of a merged member would only outlive an erasure of the survivor.
        birth_date = CASE WHEN c.change IN ('merge', 'erase') THEN NULL ELSE m.birth_date END,
        attributes = CASE WHEN c.change IN ('merge', 'erase') THEN '{}' ELSE m.attributes END,
        segments = CASE WHEN c.change IN ('merge', 'erase') THEN '{}' ELSE m.segments END,
        erased_at = CASE c.change WHEN 'erase' THEN coalesce(m.erased_at, to_timestamp(c.at_ms / 1000.0)) ELSE m.erased_at END
    FROM json_to_recordset(p_member_changes) AS c
      (ord integer, change text, bucket smallint, member_id uuid, into_member_id uuid, card_number text, at_ms bigint)
    WHERE m.bucket = c.bucket AND m.member_id = c.member_id AND c.card_number IS NULL AND c.ord <> ALL (refused_ord);

    -- An erased card keeps its row, so that the member's history can count its cards, under a number nobody can have.
    UPDATE member.card k
    SET bucket = coalesce(c.into_bucket, k.bucket), member_id = coalesce(c.into_member_id, k.member_id),
        blocked_at = CASE WHEN c.change = 'unblock' THEN NULL WHEN c.change IN ('block', 'erase')
          THEN coalesce(k.blocked_at, to_timestamp(c.at_ms / 1000.0)) ELSE k.blocked_at END,
        card_number = CASE c.change WHEN 'erase' THEN 'erased ' || gen_random_uuid() ELSE k.card_number END
    FROM json_to_recordset(p_member_changes) AS c
      (ord integer, change text, bucket smallint, member_id uuid, into_bucket smallint, into_member_id uuid, card_number text, at_ms bigint)
    WHERE k.bucket = c.bucket AND k.member_id = c.member_id AND c.ord <> ALL (refused_ord)
      AND CASE WHEN c.change IN ('merge', 'erase') THEN true ELSE k.card_number = c.card_number END;

    UPDATE ledger.coupon k SET member_id = c.into_member_id
    FROM json_to_recordset(p_member_changes) AS c (ord integer, change text, member_id uuid, into_member_id uuid)
    WHERE c.change = 'merge' AND k.member_id = c.member_id AND c.ord <> ALL (refused_ord);
  END IF;

  RETURN QUERY SELECT r.ord, r.code, r.detail FROM unnest(refused_ord, refused_code, refused_detail) AS r (ord, code, detail);
END $function$
;

CREATE OR REPLACE FUNCTION catalogue.keep_sums()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  added bigint := 0;
  gone bigint := 0;
  plus bigint := 0;
  minus bigint := 0;
BEGIN
  IF TG_OP <> 'DELETE' THEN
    SELECT count(*), coalesce(sum(revision), 0) INTO added, plus FROM now_there;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    SELECT count(*), coalesce(sum(revision), 0) INTO gone, minus FROM was_there;
  END IF;
  IF (added, plus) <> (gone, minus) THEN
    UPDATE catalogue.revision SET entries = entries + added - gone, checksum = checksum + plus - minus;
  END IF;
  RETURN NULL;
END $function$
;

CREATE INDEX audit_at ON access.audit USING btree (at, sequence);

CREATE INDEX terminal_revision ON access.terminal USING btree (revision);

CREATE INDEX category_parent ON catalogue.category USING btree (parent);

CREATE INDEX category_revision ON catalogue.category USING btree (revision, category_id);

CREATE INDEX product_by_sku ON catalogue.product USING btree (sku COLLATE "C");

CREATE INDEX product_revision ON catalogue.product USING btree (revision, sku);

CREATE INDEX account_due ON ledger.account USING btree (bucket, due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX coupon_member ON ledger.coupon USING btree (member_id) WHERE (member_id IS NOT NULL);

CREATE INDEX coupon_series_code ON ledger.coupon USING btree (series_id COLLATE "C", code COLLATE "C");

CREATE INDEX coupon_batch_running ON ledger.coupon_batch USING btree (batch_id) WHERE (status = 'running'::text);

CREATE INDEX coupon_batch_series ON ledger.coupon_batch USING btree (series_id, batch_id);

CREATE INDEX entry_sale ON ledger.entry USING btree (bucket, sale_id) WHERE ((kind <> 'sale'::text) AND (sale_id IS NOT NULL));

CREATE INDEX hold_open ON ledger.hold USING btree (bucket, expires_at) WHERE (status = 'open'::text);

CREATE INDEX hold_open_member ON ledger.hold USING btree (bucket, member_id) WHERE (status = 'open'::text);

CREATE UNIQUE INDEX member_operation_key ON ledger.member_operation USING btree (key);

CREATE INDEX member_operation_member ON ledger.member_operation USING btree (bucket, member_id);

CREATE INDEX member_operation_other ON ledger.member_operation USING btree (other_member_id) WHERE (other_member_id IS NOT NULL);

CREATE UNIQUE INDEX member_operation_reverses ON ledger.member_operation USING btree (reverses) WHERE (reverses IS NOT NULL);

CREATE UNIQUE INDEX operation_key ON ledger.operation USING btree (key);

CREATE INDEX sale_coupons ON ledger.sale USING gin (((coupon_states)::jsonb) jsonb_path_ops) WHERE (coupon_states IS NOT NULL);

CREATE UNIQUE INDEX sale_idempotency_key ON ledger.sale USING btree (idempotency_key) WHERE (idempotency_key IS NOT NULL);

CREATE UNIQUE INDEX sale_receipt_key ON ledger.sale USING btree (receipt_key);

CREATE UNIQUE INDEX unreceipted_return_key ON ledger.unreceipted_return USING btree (key);

CREATE INDEX card_member ON member.card USING btree (bucket, member_id);

CREATE INDEX upload_running ON member.upload USING btree (upload_id) WHERE (status = 'running'::text);

CREATE INDEX upload_line_waiting ON member.upload_line USING btree (upload_id, line) WHERE (content IS NOT NULL);

CREATE INDEX staged_upload ON prices.staged USING btree (upload_id, sku);

CREATE INDEX draft_comment_draft ON rulebook.draft_comment USING btree (draft_id, comment_id);

CREATE INDEX simulation_open ON rulebook.simulation USING btree (created_at) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));

CREATE INDEX file_list ON upload.file USING btree (list_id, upload_id);

create view finance.balance as
 SELECT bucket,
    member_id,
    version,
    pending,
    active,
    held,
    floor
   FROM ledger.account;

create view finance.discount as
 SELECT s.period,
    s.bucket,
    s.sale_id,
    d.line_number,
    d."position",
    d.sku,
    d.stage,
    d.rule_id,
    d.amount_minor,
    s.store_id,
    s.rule_set_version,
    s.purchased_at,
    s.link
   FROM (ledger.sale s
     CROSS JOIN LATERAL ledger.sale_discount(s.*) d(line_number, "position", sku, stage, rule_id, amount_minor));

create view finance.journal as
 SELECT period,
    bucket,
    member_id,
    version,
    kind,
    sale_id,
    store_id,
    rule_set_version,
    event_at,
    created_at,
    ( SELECT (COALESCE(sum(m.points), (0)::numeric))::bigint AS "coalesce"
           FROM unnest(e.points) m(points)) AS points,
    pending_after,
    active_after,
    held_after,
    reason,
    author,
    link
   FROM ledger.entry e;

create view finance.operation as
 SELECT period,
    bucket,
    sale_id,
    sequence,
    operation_id,
    kind,
    store_id,
    terminal_id,
    business_date,
    member_id,
    event_at,
    created_at,
    refund_minor,
    COALESCE(((answer ->> 'clawbackPoints'::text))::bigint, (0)::bigint) AS clawback_points,
    COALESCE(((answer ->> 'giveBackPoints'::text))::bigint, (0)::bigint) AS give_back_points,
    link
   FROM ledger.operation o;

create view finance.period as
 SELECT p.period,
    p.starts_at,
    p.ends_at,
    p.state,
    p.closing_at,
    p.closed_at,
    p.closed_by,
        CASE
            WHEN (p.state = 'closed'::text) THEN p.rate_points
            ELSE r.rate_points
        END AS rate_points,
        CASE
            WHEN (p.state = 'closed'::text) THEN p.rate_minor
            ELSE r.rate_minor
        END AS rate_minor
   FROM (ledger.period p
     LEFT JOIN LATERAL ( SELECT ((v.document #>> '{settings,burn,rate,points}'::text[]))::bigint AS rate_points,
            ((v.document #>> '{settings,burn,rate,minor}'::text[]))::bigint AS rate_minor
           FROM rulebook.version v
          ORDER BY (v.live_from < p.ends_at) DESC, v.version DESC
         LIMIT 1) r ON (true));

create view finance.rule as
 SELECT v.version AS rule_set_version,
    r.id AS rule_id,
    r.name,
    r.stage,
    COALESCE(r.campaign, ''::text) AS campaign_id
   FROM (rulebook.version v
     CROSS JOIN LATERAL json_to_recordset(COALESCE((v.document -> 'rules'::text), '[]'::json)) r(id text, name text, stage text, campaign text));

create view finance.sale as
 SELECT period,
    bucket,
    sale_id,
    kind,
    store_id,
    terminal_id,
    business_date,
    receipt_number,
    purchased_at,
    booked_at,
    member_id,
    rule_set_version,
    regular_minor,
    (regular_minor - net_minor) AS discount_minor,
    net_minor,
    burn_minor,
    payable_minor,
    burn_points,
    earn_points,
    link
   FROM ledger.sale s;

create view finance.unreceipted_return as
 SELECT period,
    bucket,
    return_id,
    store_id,
    terminal_id,
    business_date,
    receipt_number,
    created_at,
    rule_set_version,
    refund_minor,
    reason,
    link
   FROM ledger.unreceipted_return u;

create view ledger.chain_start as
 SELECT ((1024 + (bucket / 64)))::smallint AS chain,
    max(link) AS link,
    sha256((convert_to(('tallystick chain '::text || (bucket / 64)), 'UTF8'::name) || string_agg(digest, '\x'::bytea ORDER BY bucket))) AS digest
   FROM ledger.chain
  WHERE (bucket < 1024)
  GROUP BY (bucket / 64);

create view ledger.move as
 SELECT e.bucket,
    e.member_id,
    e.version,
    (m."position")::integer AS "position",
    e.kind AS entry_kind,
    m.kind,
    m.debit,
    m.credit,
    m.points,
    m.lot_no,
    e.sale_id,
    e.store_id,
    e.rule_set_version,
    e.event_at,
    e.created_at,
    e.period,
    e.link
   FROM (ledger.entry e
     CROSS JOIN LATERAL UNNEST(e.move_kinds, e.debits, e.credits, e.points, e.lots) WITH ORDINALITY m(kind, debit, credit, points, lot_no, "position"));

create view finance.lot as
 SELECT e.period,
    l.bucket,
    l.member_id,
    l.lot_no,
    l.origin,
    COALESCE(e.store_id, ''::text) AS store_id,
    l.rule_id,
    COALESCE(r.campaign_id, ''::text) AS campaign_id,
    l.sale_id,
    l.points,
    l.activates_at,
    l.expires_at,
    l.remaining,
    l.expired,
    l.pending,
    l.link
   FROM ((ledger.lot l
     JOIN ledger.entry e ON (((e.bucket = l.bucket) AND (e.member_id = l.member_id) AND (e.version = (l.lot_no / 4096)))))
     LEFT JOIN ( SELECT rule.rule_set_version,
            rule.rule_id,
            min(rule.campaign_id) AS campaign_id
           FROM finance.rule
          GROUP BY rule.rule_set_version, rule.rule_id) r ON (((r.rule_set_version = e.rule_set_version) AND (r.rule_id = l.rule_id))));

create view ledger.posting as
 SELECT m.bucket,
    m.member_id,
    m.version,
    m."position",
    m.entry_kind,
    m.kind,
    c.name AS account,
    s.debit_points,
    s.credit_points,
    m.lot_no,
    m.sale_id,
    m.store_id,
    m.rule_set_version,
    m.event_at,
    m.created_at,
    m.period,
    m.link
   FROM ((ledger.move m
     CROSS JOIN LATERAL ( VALUES (m.debit,m.points,(0)::bigint), (m.credit,(0)::bigint,m.points)) s(account, debit_points, credit_points))
     JOIN ledger.chart c ON ((c.account = s.account)));

create view finance.movement as
 SELECT m.period,
    COALESCE(l.store_id, ''::text) AS store_id,
    COALESCE(l.campaign_id, ''::text) AS campaign_id,
    (sum(
        CASE
            WHEN (m.kind = 'earn'::text) THEN m.points
            ELSE (0)::bigint
        END))::bigint AS issued,
    (sum(
        CASE
            WHEN (m.kind = 'clawback'::text) THEN m.points
            ELSE (0)::bigint
        END))::bigint AS clawed_back,
    (sum(
        CASE
            WHEN (m.kind = ANY (ARRAY['burn'::text, 'capture'::text])) THEN m.points
            ELSE (0)::bigint
        END))::bigint AS redeemed,
    (sum(
        CASE
            WHEN (m.kind = 'give_back'::text) THEN m.points
            ELSE (0)::bigint
        END))::bigint AS given_back,
    (sum(
        CASE
            WHEN (m.credit = 6) THEN m.points
            WHEN (m.debit = 6) THEN (- m.points)
            ELSE (0)::bigint
        END))::bigint AS expired,
    (sum(
        CASE
            WHEN (m.debit = 7) THEN m.points
            WHEN (m.credit = 7) THEN (- m.points)
            ELSE (0)::bigint
        END))::bigint AS adjusted,
    (sum(
        CASE
            WHEN (m.debit = 8) THEN m.points
            WHEN (m.credit = 8) THEN (- m.points)
            ELSE (0)::bigint
        END))::bigint AS transferred,
    (sum(
        CASE
            WHEN (m.kind = 'repay'::text) THEN (- m.points)
            ELSE (0)::bigint
        END))::bigint AS repaid
   FROM (ledger.move m
     LEFT JOIN finance.lot l ON (((l.bucket = m.bucket) AND (l.member_id = m.member_id) AND (l.lot_no = m.lot_no))))
  GROUP BY m.period, COALESCE(l.store_id, ''::text), COALESCE(l.campaign_id, ''::text)
UNION ALL
 SELECT m.period,
    ''::text AS store_id,
    ''::text AS campaign_id,
    0 AS issued,
    0 AS clawed_back,
    0 AS redeemed,
    0 AS given_back,
    0 AS expired,
    0 AS adjusted,
    0 AS transferred,
    (sum(m.points))::bigint AS repaid
   FROM ledger.move m
  WHERE (m.kind = 'repay'::text)
  GROUP BY m.period;

create view finance.posting as
 SELECT period,
    bucket,
    member_id,
    version,
    "position",
    entry_kind,
    kind,
    account,
    debit_points,
    credit_points,
    lot_no,
    sale_id,
    store_id,
    rule_set_version,
    event_at,
    created_at,
    link
   FROM ledger.posting;

create view ledger.trial_balance as
 SELECT account,
    sum(debit_points) AS debit_points,
    sum(credit_points) AS credit_points,
    (sum(credit_points) - sum(debit_points)) AS balance
   FROM ledger.posting
  GROUP BY account;

create view finance.control_total as
 SELECT k.kind,
    k.period,
    t.name,
    t.value
   FROM ((( SELECT 'journal'::text AS kind,
            journal.period,
            json_build_object('rows', count(*), 'points', sum(journal.points)) AS totals
           FROM finance.journal
          GROUP BY journal.period
        UNION ALL
         SELECT 'postings'::text,
            posting.period,
            json_build_object('rows', count(*), 'debit_points', sum(posting.debit_points), 'credit_points', sum(posting.credit_points)) AS json_build_object
           FROM finance.posting
          GROUP BY posting.period
        UNION ALL
         SELECT 'sales'::text,
            sale.period,
            json_build_object('rows', count(*), 'regular_minor', sum(sale.regular_minor), 'discount_minor', sum(sale.discount_minor), 'net_minor', sum(sale.net_minor), 'burn_minor', sum(sale.burn_minor), 'payable_minor', sum(sale.payable_minor), 'burn_points', sum(sale.burn_points), 'earn_points', sum(sale.earn_points)) AS json_build_object
           FROM finance.sale
          GROUP BY sale.period
        UNION ALL
         SELECT 'operations'::text,
            operation.period,
            json_build_object('rows', count(*), 'refund_minor', sum(operation.refund_minor), 'clawback_points', sum(operation.clawback_points), 'give_back_points', sum(operation.give_back_points)) AS json_build_object
           FROM finance.operation
          GROUP BY operation.period
        UNION ALL
         SELECT 'unreceipted-returns'::text,
            unreceipted_return.period,
            json_build_object('rows', count(*), 'refund_minor', sum(unreceipted_return.refund_minor)) AS json_build_object
           FROM finance.unreceipted_return
          GROUP BY unreceipted_return.period
        UNION ALL
         SELECT 'discounts'::text,
            discount.period,
            json_build_object('rows', count(*), 'amount_minor', sum(discount.amount_minor)) AS json_build_object
           FROM finance.discount
          GROUP BY discount.period
        UNION ALL
         SELECT 'lots'::text,
            lot.period,
            json_build_object('rows', count(*), 'points', sum(lot.points)) AS json_build_object
           FROM finance.lot
          GROUP BY lot.period) k
     CROSS JOIN LATERAL json_each_text(k.totals) j(name, text))
     CROSS JOIN LATERAL ( SELECT j.name,
            (j.text)::bigint AS value) t);

create view finance.roll_forward as
 WITH moved AS MATERIALIZED (
         SELECT movement.period,
            movement.store_id,
            movement.campaign_id,
            sum(movement.issued) AS issued,
            sum(movement.clawed_back) AS clawed_back,
            sum(movement.redeemed) AS redeemed,
            sum(movement.given_back) AS given_back,
            sum(movement.expired) AS expired,
            sum(movement.adjusted) AS adjusted,
            sum(movement.transferred) AS transferred,
            sum(movement.repaid) AS repaid
           FROM finance.movement
          GROUP BY movement.period, movement.store_id, movement.campaign_id
        ), grid AS (
         SELECT p.period,
            f.store_id,
            f.campaign_id
           FROM (( SELECT moved.store_id,
                    moved.campaign_id,
                    min(moved.period) AS first
                   FROM moved
                  GROUP BY moved.store_id, moved.campaign_id) f
             JOIN ledger.period p ON ((p.period >= f.first)))
        ), filled AS (
         SELECT g.period,
            g.store_id,
            g.campaign_id,
            COALESCE(m.issued, (0)::numeric) AS issued,
            COALESCE(m.clawed_back, (0)::numeric) AS clawed_back,
            COALESCE(m.redeemed, (0)::numeric) AS redeemed,
            COALESCE(m.given_back, (0)::numeric) AS given_back,
            COALESCE(m.expired, (0)::numeric) AS expired,
            COALESCE(m.adjusted, (0)::numeric) AS adjusted,
            COALESCE(m.transferred, (0)::numeric) AS transferred,
            COALESCE(m.repaid, (0)::numeric) AS repaid
           FROM (grid g
             LEFT JOIN moved m ON (((m.period = g.period) AND (m.store_id = g.store_id) AND (m.campaign_id = g.campaign_id))))
        ), summed AS (
         SELECT f.period,
            f.store_id,
            f.campaign_id,
            f.issued,
            f.clawed_back,
            f.redeemed,
            f.given_back,
            f.expired,
            f.adjusted,
            f.transferred,
            f.repaid,
            sum((((((((f.issued - f.clawed_back) - f.redeemed) + f.given_back) - f.expired) + f.adjusted) + f.transferred) + f.repaid)) OVER (PARTITION BY f.store_id, f.campaign_id ORDER BY f.period) AS closing
           FROM filled f
        )
 SELECT period,
    store_id,
    campaign_id,
    ((closing - (((((((issued - clawed_back) - redeemed) + given_back) - expired) + adjusted) + transferred) + repaid)))::bigint AS opening,
    (issued)::bigint AS issued,
    (clawed_back)::bigint AS clawed_back,
    (redeemed)::bigint AS redeemed,
    (given_back)::bigint AS given_back,
    (expired)::bigint AS expired,
    (adjusted)::bigint AS adjusted,
    (transferred)::bigint AS transferred,
    (repaid)::bigint AS repaid,
    (closing)::bigint AS closing
   FROM summed;

create view finance.liability as
 WITH summed AS (
         SELECT r.period,
            (sum(r.opening))::bigint AS opening,
            (sum(r.issued))::bigint AS issued,
            (sum(r.clawed_back))::bigint AS clawed_back,
            (sum(r.redeemed))::bigint AS redeemed,
            (sum(r.given_back))::bigint AS given_back,
            (sum(r.expired))::bigint AS expired,
            (sum(r.adjusted))::bigint AS adjusted,
            (sum(r.transferred))::bigint AS transferred,
            (sum(r.closing))::bigint AS closing
           FROM finance.roll_forward r
          GROUP BY r.period
        ), valued AS (
         SELECT s.period,
            s.opening,
            s.issued,
            s.clawed_back,
            s.redeemed,
            s.given_back,
            s.expired,
            s.adjusted,
            s.transferred,
            s.closing,
            p.state,
            p.rate_points,
            p.rate_minor,
            (round((((s.opening)::numeric * (lag(p.rate_minor, 1, p.rate_minor) OVER w)::numeric) / (lag(p.rate_points, 1, p.rate_points) OVER w)::numeric)))::bigint AS opening_minor,
            (round(((((s.issued - s.clawed_back))::numeric * (p.rate_minor)::numeric) / (p.rate_points)::numeric)))::bigint AS deferred_minor,
            (round(((((s.redeemed - s.given_back))::numeric * (p.rate_minor)::numeric) / (p.rate_points)::numeric)))::bigint AS recognised_minor,
            (round((((s.expired)::numeric * (p.rate_minor)::numeric) / (p.rate_points)::numeric)))::bigint AS breakage_minor,
            (round(((((s.adjusted + s.transferred))::numeric * (p.rate_minor)::numeric) / (p.rate_points)::numeric)))::bigint AS adjusted_minor,
            (round((((s.closing)::numeric * (p.rate_minor)::numeric) / (p.rate_points)::numeric)))::bigint AS closing_minor
           FROM (summed s
             JOIN finance.period p ON ((p.period = s.period)))
          WINDOW w AS (ORDER BY s.period)
        )
 SELECT period,
    state,
    opening,
    issued,
    clawed_back,
    redeemed,
    given_back,
    expired,
    adjusted,
    transferred,
    closing,
    rate_points,
    rate_minor,
    opening_minor,
    deferred_minor,
    recognised_minor,
    breakage_minor,
    adjusted_minor,
    (closing_minor - ((((opening_minor + deferred_minor) - recognised_minor) - breakage_minor) + adjusted_minor)) AS revaluation_minor,
    closing_minor
   FROM valued;

create view finance.liability_detail as
 WITH valued AS (
         SELECT r.period,
            r.store_id,
            r.campaign_id,
            r.opening,
            r.issued,
            r.clawed_back,
            r.redeemed,
            r.given_back,
            r.expired,
            r.adjusted,
            r.transferred,
            r.repaid,
            r.closing,
            p.state,
            p.rate_points,
            p.rate_minor,
            ((p.rate_minor)::numeric / (p.rate_points)::numeric) AS rate,
            ((p.before_minor)::numeric / (p.before_points)::numeric) AS rate_before
           FROM (finance.roll_forward r
             JOIN ( SELECT k.period,
                    k.starts_at,
                    k.ends_at,
                    k.state,
                    k.closing_at,
                    k.closed_at,
                    k.closed_by,
                    k.rate_points,
                    k.rate_minor,
                    lag(k.rate_points, 1, k.rate_points) OVER w AS before_points,
                    lag(k.rate_minor, 1, k.rate_minor) OVER w AS before_minor
                   FROM finance.period k
                  WINDOW w AS (ORDER BY k.period)) p ON ((p.period = r.period)))
        ), parts AS (
         SELECT v.period,
            v.store_id,
            v.campaign_id,
            v.opening,
            v.issued,
            v.clawed_back,
            v.redeemed,
            v.given_back,
            v.expired,
            v.adjusted,
            v.transferred,
            v.repaid,
            v.closing,
            v.state,
            v.rate_points,
            v.rate_minor,
            v.rate,
            v.rate_before,
            ((round((sum(v.opening) OVER upto * v.rate_before)) - round(((sum(v.opening) OVER upto - (v.opening)::numeric) * v.rate_before))))::bigint AS opening_minor,
            ((round((sum((v.issued - v.clawed_back)) OVER upto * v.rate)) - round(((sum((v.issued - v.clawed_back)) OVER upto - ((v.issued - v.clawed_back))::numeric) * v.rate))))::bigint AS deferred_minor,
            ((round((sum((v.redeemed - v.given_back)) OVER upto * v.rate)) - round(((sum((v.redeemed - v.given_back)) OVER upto - ((v.redeemed - v.given_back))::numeric) * v.rate))))::bigint AS recognised_minor,
            ((round((sum(v.expired) OVER upto * v.rate)) - round(((sum(v.expired) OVER upto - (v.expired)::numeric) * v.rate))))::bigint AS breakage_minor,
            ((round((sum(((v.adjusted + v.transferred) + v.repaid)) OVER upto * v.rate)) - round(((sum(((v.adjusted + v.transferred) + v.repaid)) OVER upto - (((v.adjusted + v.transferred) + v.repaid))::numeric) * v.rate))))::bigint AS adjusted_minor,
            ((round((sum(v.closing) OVER upto * v.rate)) - round(((sum(v.closing) OVER upto - (v.closing)::numeric) * v.rate))))::bigint AS closing_minor
           FROM valued v
          WINDOW upto AS (PARTITION BY v.period ORDER BY (v.store_id COLLATE "C"), (v.campaign_id COLLATE "C"))
        )
 SELECT period,
    state,
    store_id,
    campaign_id,
    opening,
    issued,
    clawed_back,
    redeemed,
    given_back,
    expired,
    adjusted,
    transferred,
    repaid,
    closing,
    rate_points,
    rate_minor,
    opening_minor,
    deferred_minor,
    recognised_minor,
    breakage_minor,
    adjusted_minor,
    (closing_minor - ((((opening_minor + deferred_minor) - recognised_minor) - breakage_minor) + adjusted_minor)) AS revaluation_minor,
    closing_minor
   FROM parts;

CREATE TRIGGER audit_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON access.audit FOR EACH STATEMENT EXECUTE FUNCTION access.refuse_change();

CREATE TRIGGER sums_after_delete AFTER DELETE ON catalogue.category REFERENCING OLD TABLE AS was_there FOR EACH STATEMENT EXECUTE FUNCTION catalogue.keep_sums();

CREATE TRIGGER sums_after_insert AFTER INSERT ON catalogue.category REFERENCING NEW TABLE AS now_there FOR EACH STATEMENT EXECUTE FUNCTION catalogue.keep_sums();

CREATE TRIGGER sums_after_update AFTER UPDATE ON catalogue.category REFERENCING OLD TABLE AS was_there NEW TABLE AS now_there FOR EACH STATEMENT EXECUTE FUNCTION catalogue.keep_sums();

CREATE TRIGGER sums_after_delete AFTER DELETE ON catalogue.product REFERENCING OLD TABLE AS was_there FOR EACH STATEMENT EXECUTE FUNCTION catalogue.keep_sums();

CREATE TRIGGER sums_after_insert AFTER INSERT ON catalogue.product REFERENCING NEW TABLE AS now_there FOR EACH STATEMENT EXECUTE FUNCTION catalogue.keep_sums();

CREATE TRIGGER sums_after_update AFTER UPDATE ON catalogue.product REFERENCING OLD TABLE AS was_there NEW TABLE AS now_there FOR EACH STATEMENT EXECUTE FUNCTION catalogue.keep_sums();

CREATE TRIGGER anchor_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.anchor FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE TRIGGER entry_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.entry FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE TRIGGER link_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.link FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE TRIGGER lot_is_not_deleted BEFORE DELETE OR TRUNCATE ON ledger.lot FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE TRIGGER member_operation_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.member_operation FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE TRIGGER operation_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.operation FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE TRIGGER period_is_not_truncated BEFORE TRUNCATE ON ledger.period FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE TRIGGER period_only_goes_forward BEFORE DELETE OR UPDATE ON ledger.period FOR EACH ROW EXECUTE FUNCTION ledger.refuse_period_change();

CREATE TRIGGER sale_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.sale FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE TRIGGER unreceipted_return_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON ledger.unreceipted_return FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

CREATE TRIGGER person_is_forgotten AFTER UPDATE OF erased_at, merged_into ON member.member FOR EACH ROW WHEN (((new.erased_at IS DISTINCT FROM old.erased_at) OR (new.merged_into IS DISTINCT FROM old.merged_into))) EXECUTE FUNCTION member.forget_person();

CREATE TRIGGER revision_is_immutable BEFORE DELETE OR UPDATE OF revision, list_id, list_no, list_revision, settings, upload_id, restored, row_count, added, removed, changed_skus, hash, published_at, published_by, comment, live_from OR TRUNCATE ON prices.revision FOR EACH STATEMENT EXECUTE FUNCTION prices.refuse_change();

CREATE TRIGGER version_is_immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON rulebook.version FOR EACH STATEMENT EXECUTE FUNCTION rulebook.refuse_change();
