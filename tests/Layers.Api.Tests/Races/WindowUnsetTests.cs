using Layers.Application.Content;
using Layers.Testing;
using NodaTime;
using Npgsql;

namespace Layers.Api.Tests.Races;

public sealed class WindowUnsetTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Sweep_BehindAChangeThatUnsetsTheWindow_ApprovesNothing()
    {
        var project = await api.Given.GatedProject(window: "PT1H");
        var id = await api.Given.Pending(project);
        api.Clock.Advance(Duration.FromHours(1));

        await using var source = NpgsqlDataSource.Create(api.Server.Database.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using var change = await connection.BeginTransactionAsync();
        await Run(connection, $"update approval_policies set auto_approve_after = null, auto_approve_seconds = null where project_id = '{project[4..]}'");
        var sweep = api.Server.Send(new AutoApproveDue());
        while (await Run(connection, "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()") is 0L)
        {
        }

        await change.CommitAsync();

        (await sweep).Should().Be(0);
        ((string?)(await api.Given.Container(id))["approvalStatus"]).Should().Be("pending");
    }

    private static async Task<object?> Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
