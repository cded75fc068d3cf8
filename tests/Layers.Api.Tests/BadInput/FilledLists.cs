using Layers.Api.Tests.Http;
using Layers.Application.Events;
using Layers.Testing;

namespace Layers.Api.Tests.BadInput;

/// <summary>An organization each of whose lists has more than one row.</summary>
/// <param name="Paths">Of the lists.</param>
internal sealed record FilledLists(IReadOnlyList<string> Paths)
{
    public static async Task<FilledLists> Of(Given given, ApiServer server)
    {
        var project = await given.Project();
        await given.Project();
        await given.Scheduled(project);
        await given.Scheduled(project);
        await given.Webhook();
        var (endpoint, _) = await given.WebhookTest();
        await given.Client.PostJson($"/v1/webhook-endpoints/{endpoint}/test");
        await given.AnotherKey(["content:read"]);
        await server.Send(new PositionEvents());
        return new FilledLists([.. ListEndpoints.All.Select(list => list.Path(list.Route.Contains("webhookEndpointId", StringComparison.Ordinal) ? endpoint : project))]);
    }
}
