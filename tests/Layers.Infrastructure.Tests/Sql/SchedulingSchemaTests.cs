using Layers.Testing;
using Npgsql;

namespace Layers.Infrastructure.Tests.Sql;

/// <summary>States that no program is to write: the database refuses each of them, whoever asks.</summary>
public sealed class SchedulingSchemaTests(SchedulingSchemaTests.Database database) : IClassFixture<SchedulingSchemaTests.Database>
{
    [Theory]
    [InlineData("social_accounts", "platform = 'myspace'", "social_accounts_platform_check")]
    [InlineData("social_accounts", "handle = ''", "social_accounts_handle_check")]
    [InlineData("social_accounts", "handle = repeat('x', 256)", "social_accounts_handle_check")]
    [InlineData("social_accounts", "publisher = 'Fax machine'", "social_accounts_publisher_check")]
    [InlineData("social_accounts", "publisher = repeat('x', 33)", "social_accounts_publisher_check")]
    [InlineData("social_accounts", "settings = '[]'", "settings_are_an_object")]
    [InlineData("social_accounts", "status = 'gone'", "social_accounts_status_check")]
    [InlineData("social_accounts", "publisher = 'relay'", "relay_has_its_address")]
    [InlineData("social_accounts", "relay_url = 'https://relay.example'", "relay_has_its_address")]
    [InlineData("social_accounts", "status = 'disconnected'", "disconnected_has_its_time")]
    [InlineData("social_accounts", "disconnected_at = created_at", "disconnected_has_its_time")]
    [InlineData("scheduled_posts", "mode = 'story'", "scheduled_posts_mode_check")]
    [InlineData("scheduled_posts", "status = 'sent', due_at = null", "scheduled_posts_status_check")]
    [InlineData("scheduled_posts", "attempts = -1", "scheduled_posts_attempts_check")]
    [InlineData("scheduled_posts", "due_at = null", "unfinished_is_due")]
    [InlineData("scheduled_posts", "status = 'publishing', due_at = null", "unfinished_is_due")]
    [InlineData("scheduled_posts", "status = 'published', published_at = created_at", "unfinished_is_due")]
    [InlineData("scheduled_posts", "status = 'published', due_at = null", "published_has_its_time")]
    [InlineData("scheduled_posts", "status = 'draft', due_at = null", "published_has_its_time")]
    [InlineData("scheduled_posts", "published_at = created_at", "published_has_its_time")]
    [InlineData("scheduled_posts", "status = 'failed', due_at = null", "failed_has_its_reason")]
    [InlineData("scheduled_posts", "status = 'failed', due_at = null, failure_code = 'X'", "failed_has_its_reason")]
    [InlineData("scheduled_posts", "failure_code = 'X', failure_message = 'Y'", "failed_has_its_reason")]
    [InlineData("scheduled_posts", "failure_message = 'Y'", "failed_has_its_reason")]
    [InlineData("scheduled_posts", "status = 'canceled', due_at = null", "canceled_has_its_time")]
    [InlineData("scheduled_posts", "canceled_at = created_at", "canceled_has_its_time")]
    [InlineData("scheduled_posts", "external_id = 'x'", "only_published_has_a_place")]
    [InlineData("scheduled_posts", "external_url = 'x'", "only_published_has_a_place")]
    [InlineData("scheduled_posts", "status = 'held', caption = null", "unfinished_is_due")]
    [InlineData("scheduled_posts", "status = 'held', due_at = null", "held_has_no_caption_yet")]
    [InlineData("scheduled_posts", "caption = null", "held_has_no_caption_yet")]
    [InlineData("containers", "approval_status = 'pending', held_posts = 51", "only_pending_holds_posts")]
    [InlineData("containers", "approval_status = 'pending', held_posts = -1", "only_pending_holds_posts")]
    [InlineData("containers", "held_posts = 1", "only_pending_holds_posts")]
    [InlineData("containers", "promotion_failure = 'SCHEDULE_PASSED'", "only_approved_fails_to_promote")]
    [InlineData("containers", "approval_status = 'pending', pending_schedule = '{}'", "held_posts_are_rows")]
    public async Task WrongState_IsRefused(string table, string change, string constraint)
    {
        var refusal = await database.Invoking(it => it.Run($"update {table} set {change}")).Should().ThrowAsync<PostgresException>();

        refusal.Which.SqlState.Should().Be(PostgresErrorCodes.CheckViolation);
        refusal.Which.ConstraintName.Should().Be(constraint);
    }

    [Theory]
    [InlineData("project_id")]
    [InlineData("container_id")]
    [InlineData("social_account_id")]
    public async Task Post_OfSomethingThatIsNotThere_IsRefused(string column)
    {
        var refusal = await database.Invoking(it => it.Run($"update scheduled_posts set {column} = gen_random_uuid()")).Should().ThrowAsync<PostgresException>();

        refusal.Which.SqlState.Should().Be(PostgresErrorCodes.ForeignKeyViolation);
    }

    [Theory]
    [InlineData("scheduled_posts", "status = 'publishing', attempts = 1")]
    [InlineData("scheduled_posts", "status = 'published', due_at = null, published_at = created_at, external_id = 'x', external_url = 'y'")]
    [InlineData("scheduled_posts", "status = 'draft', due_at = null, published_at = created_at")]
    [InlineData("scheduled_posts", "status = 'failed', due_at = null, failure_code = 'X', failure_message = 'Y'")]
    [InlineData("scheduled_posts", "status = 'canceled', due_at = null, canceled_at = created_at, cancel_reason = null")]
    [InlineData("social_accounts", "status = 'disconnected', disconnected_at = created_at")]
    [InlineData("social_accounts", "status = 'reauth_required'")]
    [InlineData("social_accounts", "publisher = 'relay', relay_url = 'https://relay.example'")]
    [InlineData("social_accounts", "publisher = 'acme-board', settings = '{}'")]
    [InlineData("scheduled_posts", "status = 'held', due_at = null, caption = null, caption_override = 'x'")]
    [InlineData("containers", "approval_status = 'pending', held_posts = 50")]
    public async Task RightState_IsTaken(string table, string change) => await database.Run($"update {table} set {change}");

    public sealed class Database : IAsyncLifetime
    {
        private const string InsertRows =
            """
            insert into organizations (organization_id, name, environment, created_at) values (@id, 'acme', 'live', @now);
            insert into projects (organization_id, project_id, name, timezone, metadata, created_at, updated_at) values (@id, @id, 'a', 'UTC', '{}', @now, @now);
            insert into containers (organization_id, container_id, project_id, creative_type, status, approval_status, revision, created_at, review_since)
              values (@id, @id, @id, 'uploaded', 'queued', 'not_required', 1, @now, @now);
            insert into social_accounts (organization_id, social_account_id, project_id, platform, handle, publisher, status, created_at)
              values (@id, @id, @id, 'tiktok', '@acme', 'sandbox', 'connected', @now);
            insert into scheduled_posts (organization_id, scheduled_post_id, project_id, container_id, social_account_id, mode, status, caption,
              scheduled_for, due_at, attempts, created_at) values (@id, @id, @id, @id, @id, 'publish', 'queued', '', @now, @now, 0, @now);
            """;

        private TestDatabase database = null!;
        private NpgsqlDataSource source = null!;

        public async Task InitializeAsync()
        {
            database = await ApiServer.NewDatabase();
            source = NpgsqlDataSource.Create(database.ConnectionString);
            await using var insert = source.CreateCommand(InsertRows.Replace("@id", $"'{Guid.NewGuid()}'").Replace("@now", "'2026-04-18T09:40:12Z'"));
            await insert.ExecuteNonQueryAsync();
        }

        /// <summary>Runs a statement, and takes it back.</summary>
        public async Task Run(string sql)
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            (await command.ExecuteNonQueryAsync()).Should().Be(1);
        }

        public async Task DisposeAsync()
        {
            await source.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
