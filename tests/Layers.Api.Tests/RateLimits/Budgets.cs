using System.Net;
using Layers.Domain;
using Layers.Domain.Keys;
using Layers.Testing;

namespace Layers.Api.Tests.RateLimits;

/// <summary>Callers whose requests are counted, and what their answers say about it.</summary>
internal static class Budgets
{
    public const string ReadLight = "read-light";
    public const string WriteLight = "write-light";
    public const string LongRunning = "long-running";

    public static async Task<HttpClient> ClientOf(this ApiFixture api, RateLimitTier tier, params string[] scopes) => api.Server.Client(await api.KeyOf(tier, scopes));

    public static async Task<string> KeyOf(this ApiFixture api, RateLimitTier tier, params string[] scopes)
    {
        var key = await api.Given.AnotherKey(scopes is [] ? [Scopes.Everything] : scopes, ActorType.Service, tier);
        return key.Text.Reveal();
    }

    public static Task<Answer> Whoami(this HttpClient client) => client.GetJson("/v1/whoami");

    /// <summary>A request of the class that needs nothing to be there.</summary>
    public static Task<Answer> Send(this HttpClient client, string endpointClass) =>
        endpointClass switch
        {
            ReadLight => client.Whoami(),
            WriteLight => client.PatchJson($"/v1/content/cnt_{Guid.Empty}", new { caption = "" }),
            _ => client.PostJson($"/v1/content/cnt_{Guid.Empty}/finalize-upload", new { caption = "" }),
        };

    /// <summary>Sends requests until one is refused, and answers how many were not.</summary>
    public static async Task<int> UseUp(this HttpClient client, string endpointClass = ReadLight)
    {
        var accepted = 0;
        while ((await client.Send(endpointClass)).Status != HttpStatusCode.TooManyRequests)
            accepted++;
        return accepted;
    }

    public static int Remaining(this Answer answer) => int.Parse(answer.Header("X-RateLimit-Remaining")!);

    public static void ShouldBeCounted(this Answer answer, string endpointClass, int limit, int remaining, int reset = 48) =>
        HeadersOf(answer).Should().Be((endpointClass, $"{limit}", $"{remaining}", $"{reset}"));

    /// <summary>Only the class is said.</summary>
    public static void ShouldNotBeCounted(this Answer answer, string endpointClass) => HeadersOf(answer).Should().Be((endpointClass, null, null, null));

    private static (string?, string?, string?, string?) HeadersOf(Answer answer) =>
        (answer.Header("X-RateLimit-Endpoint-Class"), answer.Header("X-RateLimit-Limit"), answer.Header("X-RateLimit-Remaining"), answer.Header("X-RateLimit-Reset"));
}
