using System.Net;
using Layers.Domain.Keys;
using Layers.Testing;
using Xunit.Abstractions;

namespace Layers.Api.Tests.Http;

/// <summary>One key on two requests, whatever the two requests return: the second is refused and leaves no trace.</summary>
public sealed class IdempotencyPairsTests(ApiFixture api, ITestOutputHelper output) : IClassFixture<ApiFixture>
{
    private static readonly IReadOnlyList<string> Writes = [.. Endpoint.All.Where(endpoint => endpoint.Changes).Select(endpoint => endpoint.ToString())];

    [Fact]
    public async Task Key_OfEachEndpoint_OnEveryOtherEndpoint_Returns409()
    {
        var given = await Given.Organization(api.Server, OrganizationEnvironment.Test);
        var others = await Scenes(given);
        var wrong = new List<string>();

        foreach (var first in Writes)
        {
            var key = ("Idempotency-Key", first.Replace(' ', '-'));
            var answer = await (await Scene.Of(first, given)).Send(given.Client, key);
            answer.Status.Should().BeOneOf([HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Accepted], first);
            foreach (var second in Writes.Where(second => second != first))
                wrong.AddRange(await Faults($"{first}, then {second}", () => others[second].Send(given.Client, key)));
        }

        output.WriteLine($"{Writes.Count * (Writes.Count - 1)} pairs");
        wrong.Should().BeEmpty();
    }

    [Fact]
    public async Task Key_OfEachEndpoint_WithAnotherPathOrQueryOfIt_Returns409()
    {
        var given = await Given.Organization(api.Server, OrganizationEnvironment.Test);
        var wrong = new List<string>();

        foreach (var (endpoint, other) in await Scenes(given))
        {
            var key = ("Idempotency-Key", endpoint.Replace(' ', '-'));
            var scene = await Scene.Of(endpoint, given);
            await scene.Send(given.Client, key);

            if (Endpoint.Named(endpoint).TakesId)
                wrong.AddRange(await Faults($"{endpoint} at another address", () => other.Send(given.Client, key)));
            var asked = scene with { Path = $"{scene.Path}{OtherQueryOf(endpoint)}" };
            wrong.AddRange(await Faults($"{endpoint} with a query", () => asked.Send(given.Client, key)));
        }

        wrong.Should().BeEmpty();
    }

    private async Task<IReadOnlyList<string>> Faults(string what, Func<Task<Answer>> send)
    {
        var before = await DatabaseDigest.Take(api.Server.Database);
        var answer = await send();
        if (!IsConflict(answer))
            return [$"{what}: {(int)answer.Status} {answer.Body}"];
        var changed = (await DatabaseDigest.Take(api.Server.Database)).Except(before).Select(table => table.Key).ToList();
        return changed.Count == 0 ? [] : [$"{what}: refused, but {string.Join(", ", changed)} changed"];
    }

    // A policy refuses parameters that it does not know before anything else is looked at.
    private static string OtherQueryOf(string endpoint) => endpoint.EndsWith("/approval-policy", StringComparison.Ordinal) ? "?dryRun=false" : "?unknown=1";

    private static bool IsConflict(Answer answer) =>
        answer.Status == HttpStatusCode.Conflict && answer.Json["error"]?["code"]?.GetValue<string>() == "IDEMPOTENCY_CONFLICT";

    private static async Task<Dictionary<string, Scene>> Scenes(Given given)
    {
        var scenes = new Dictionary<string, Scene>(StringComparer.Ordinal);
        foreach (var endpoint in Writes)
            scenes[endpoint] = await Scene.Of(endpoint, given);
        return scenes;
    }
}
