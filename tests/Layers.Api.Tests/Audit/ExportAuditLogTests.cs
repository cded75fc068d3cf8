using System.Net;
using System.Text.Json;
using Layers.Application.Keys;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Layers.Api.Tests.Audit;

public sealed class ExportAuditLogTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const int SeveralPages = 3_500;

    [Fact]
    public async Task Export_OfSeveralPages_HoldsWhatTheWalkHoldsByteForByte()
    {
        var given = await Given.Organization(api.Server);
        await api.Server.Write(given, SeveralPages);
        await api.Server.SealAll();

        var lines = await given.Export();

        lines.Should().HaveCount(SeveralPages + 1).And.Equal(await Walk(given));
    }

    [Fact]
    public async Task Export_WithFilters_HoldsWhatMatches()
    {
        var given = await Given.Organization(api.Server);
        await api.Server.Write(given, 20);
        await given.Project();

        (await given.Export("?eventType=project.created")).Should().ContainSingle().Which.Should().Contain("\"project.created\"");
        (await given.Export("?eventType=test.happened&until=2026-01-01T00:00:00.002Z")).Should().HaveCount(8, "three in each millisecond, two in the first");
        (await given.Export("?eventType=nothing.like_it")).Should().BeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(400)]
    [InlineData(2_001)]
    public async Task Export_WithALimit_HoldsSoManyRows(int limit)
    {
        var given = await Given.Organization(api.Server);
        await api.Server.Write(given, 2_001);

        (await given.Export($"?limit={limit}")).Should().HaveCount(limit).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Export_OfTextWithLineBreaks_KeepsEachRowOnItsLine()
    {
        var given = await Given.Organization(api.Server);
        var created = await given.Client.PostJson("/v1/projects", "{ \"name\": \"Acme\", \"metadata\": {\r\n  \"note\": \"a\\nb \u2028 é \\u0041\",\n  \"size\": 1.0\n} }");
        created.Status.Should().Be(HttpStatusCode.Created);

        var lines = await given.Export("?eventType=project.created");

        lines.Should().ContainSingle().Which.Should().Contain("{    \"note\": \"a\\nb \u2028 é \\u0041\",   \"size\": 1.0 }", "all but the line breaks is as it came");
        (await given.List("?eventType=project.created"))[0]!["data"]!["after"]!["metadata"]!.ToJsonString().Should().Be(created.Json["metadata"]!.ToJsonString());
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("*/*", false)]
    [InlineData("application/json", false)]
    [InlineData("application/json, application/x-ndjson;q=0.5", false)]
    [InlineData("application/x-ndjson;q=0", false)]
    [InlineData("text/html", false)]
    [InlineData("zul7", false)]
    [InlineData("application/x-ndjson", true)]
    [InlineData("Application/X-NDJSON", true)]
    [InlineData("application/json;q=0.5, application/x-ndjson", true)]
    [InlineData("application/x-ndjson, */*;q=0.1", true)]
    public async Task Get_AnswersInTheFormThatTheCallerPrefers(string? accept, bool isExport)
    {
        var answer = await api.Client.GetJson("/v1/audit-log?limit=1", accept is null ? [] : [("Accept", accept)]);

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.ContentHeaders.ContentType!.MediaType.Should().Be(isExport ? AuditCalls.Ndjson : "application/json");
    }

    [Fact]
    public async Task Export_WhenRowsAreSealedMeanwhile_ShowsTheChainAsItWasAtTheBeginning()
    {
        var given = await Given.Organization(api.Server);
        await api.Server.Write(given, SeveralPages);
        await using var slow = await Slow.Start(api);
        var export = Read(slow.Server, given);
        await slow.SecondPageIsAskedFor;
        await api.Server.SealAll();
        slow.GoOn();

        (await export.InTime()).Split('\n')[..^1].Should().HaveCount(SeveralPages + 1).And.OnlyContain(line => line.EndsWith("\"seal\":null}"));
    }

    [Fact]
    public async Task Export_WhenTheDatabaseGoesAwayMidway_IsCutOffAndNotEnded()
    {
        var given = await Given.Organization(api.Server);
        await api.Server.Write(given, SeveralPages);
        await using var slow = await Slow.Start(api, Fate.Cut);
        var export = Read(slow.Server, given);
        await slow.SecondPageIsAskedFor;
        slow.GoOn();

        await export.Invoking(reading => reading.InTime()).Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task Export_WhenTheDatabaseIsAwayFromTheStart_Returns503()
    {
        var given = await Given.Organization(api.Server);
        await using var proxy = new PostgresProxy(api.Server.Database);
        await using var server = await ApiServer.Start(database: api.Server.Database, clock: api.Clock, proxy: proxy);
        using var client = server.Client(given.Key.Text.Reveal());
        (await client.GetJson("/v1/whoami")).Status.Should().Be(HttpStatusCode.OK);
        proxy.Judge(message => message.Sql?.Contains("from audit_log", StringComparison.Ordinal) == true ? Fate.Cut : Fate.Pass);

        (await client.GetJson("/v1/audit-log", ("Accept", AuditCalls.Ndjson))).ShouldBeError(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");
    }

    [Fact]
    public async Task Export_WhenTheServerIsStopping_Returns503()
    {
        var given = await Given.Organization(api.Server);
        await using var server = await ApiServer.Start(database: api.Server.Database, clock: api.Clock);
        using var client = server.Client(given.Key.Text.Reveal());
        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        var answer = await client.GetJson("/v1/audit-log", ("Accept", AuditCalls.Ndjson));

        answer.ShouldBeError(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");
        answer.Header("Retry-After").Should().Be("1");
    }

    [Fact]
    public async Task Export_WhenTheServerStopsMidway_IsCutOffAndNotEnded()
    {
        var given = await Given.Organization(api.Server);
        await api.Server.Write(given, SeveralPages);
        await using var slow = await Slow.Start(api);
        var export = Read(slow.Server, given);
        await slow.SecondPageIsAskedFor;
        slow.Server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        slow.GoOn();

        await export.Invoking(reading => reading.InTime()).Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task Export_WhenItsKeyIsKilledMidway_IsCutOff()
    {
        var given = await Given.Organization(api.Server);
        await api.Server.Write(given, SeveralPages);
        await using var slow = await Slow.Start(api);
        var export = Read(slow.Server, given);
        await slow.SecondPageIsAskedFor;
        await api.Server.Send(new KillKey(given.Key.Key.Id), given.OrganizationId);
        using var client = slow.Server.Client(given.Key.Text.Reveal());
        await Eventually.Holds(async () => (await client.GetJson("/v1/whoami")).Status == HttpStatusCode.ServiceUnavailable, "the kill is known");
        slow.GoOn();

        await export.Invoking(reading => reading.InTime()).Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task Export_WhoseReaderHasGoneAway_AsksForNoMorePages()
    {
        var given = await Given.Organization(api.Server);
        await api.Server.Write(given, SeveralPages);
        await using var slow = await Slow.Start(api);
        using (var client = slow.Server.Client(given.Key.Text.Reveal()))
        using (var leaving = new CancellationTokenSource())
        {
            var export = Read(client, leaving.Token);
            await slow.SecondPageIsAskedFor;
            await leaving.CancelAsync();
            await export.Invoking(reading => reading.InTime()).Should().ThrowAsync<OperationCanceledException>();
            await slow.SecondPageIsCanceled;
        }

        slow.GoOn();
        await slow.Stop();
        slow.PagesAskedFor.Should().Be(2, "of many");
    }

    private static async Task<IReadOnlyList<string>> Walk(Given given)
    {
        var (lines, cursor) = (new List<string>(), "");
        do
        {
            var answer = await given.Client.GetJson($"/v1/audit-log?limit=200{cursor}");
            using var page = JsonDocument.Parse(answer.Body);
            lines.AddRange(page.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()));
            cursor = $"&cursor={(string?)answer.Json["nextCursor"]}";
        }
        while (cursor != "&cursor=");

        return lines;
    }

    private static async Task<string> Read(ApiServer server, Given given)
    {
        using var client = server.Client(given.Key.Text.Reveal());
        return await Read(client, CancellationToken.None);
    }

    private static async Task<string> Read(HttpClient client, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/audit-log") { Headers = { { "Accept", AuditCalls.Ndjson } } };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }
}
