using Layers.Infrastructure.Sql;
using Layers.Testing;
using Npgsql;

namespace Layers.Infrastructure.Tests.Sql;

public sealed class DataSourceTests
{
    [Fact]
    public async Task Requests_WaitForALockTwoSeconds_AndWorkersTen()
    {
        await using var database = await ApiServer.NewDatabase();
        var plain = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        plain.Remove("Options");

        (await LockTimeout(DataSource.Build(plain.ConnectionString))).Should().Be("2s");
        (await LockTimeout(DataSource.BuildForWorkers(plain.ConnectionString))).Should().Be("10s");
    }

    [Fact]
    public async Task ConnectionString_SaysHowLongToWaitForALock()
    {
        await using var database = await ApiServer.NewDatabase();
        var patient = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = "-c lock_timeout=7s" }.ConnectionString;

        (await LockTimeout(DataSource.Build(patient))).Should().Be("7s");
        (await LockTimeout(DataSource.BuildForWorkers(patient))).Should().Be("7s");
    }

    [Fact]
    public void Pools_GrowWithTheCores()
    {
        SettingsOf(DataSource.Build("Host=nowhere")).MaxPoolSize.Should().Be(Math.Max(16, 4 * Environment.ProcessorCount));
        SettingsOf(DataSource.BuildForWorkers("Host=nowhere")).MaxPoolSize.Should().Be(Math.Max(8, 2 * Environment.ProcessorCount) + 1);
    }

    [Theory]
    [InlineData(30, 20, 10)]
    [InlineData(8, 6, 2)]
    [InlineData(4, 2, 2)]
    [InlineData(1, 2, 2)]
    public void MaximumPoolSize_IsOfBothPoolsTogether(int given, int requests, int workers)
    {
        SettingsOf(DataSource.Build($"Host=nowhere;Maximum Pool Size={given}")).MaxPoolSize.Should().Be(requests);
        SettingsOf(DataSource.BuildForWorkers($"Host=nowhere;Maximum Pool Size={given}")).MaxPoolSize.Should().Be(workers);
    }

    [Fact]
    public void ConnectionString_Wins()
    {
        var settings = SettingsOf(DataSource.Build(
            "Host=nowhere;Application Name=mine;Max Auto Prepare=7;Auto Prepare Min Usages=9;No Reset On Close=false;Timeout=11;Command Timeout=12;Keepalive=13"));

        settings.ApplicationName.Should().Be("mine");
        settings.MaxAutoPrepare.Should().Be(7);
        settings.AutoPrepareMinUsages.Should().Be(9);
        settings.NoResetOnClose.Should().BeFalse();
        settings.Timeout.Should().Be(11);
        settings.CommandTimeout.Should().Be(12);
        settings.KeepAlive.Should().Be(13);
    }

    private static NpgsqlConnectionStringBuilder SettingsOf(NpgsqlDataSource source)
    {
        using (source)
            return new NpgsqlConnectionStringBuilder(source.ConnectionString);
    }

    private static async Task<string?> LockTimeout(NpgsqlDataSource source)
    {
        await using (source)
        {
            await using var command = source.CreateCommand("show lock_timeout");
            return (string?)await command.ExecuteScalarAsync();
        }
    }
}
