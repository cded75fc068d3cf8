using Layers.Application.Seams;
using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Domain.Webhooks;

namespace Layers.Application.Webhooks;

/// <summary>Rules that creating and changing an endpoint share.</summary>
internal static class WebhookFields
{
    public static void EndpointUrl<T>(this IRuleBuilder<T, Optional<string>> rule, Presence presence, WebhookOptions options, IWebhookHosts hosts) =>
        rule.Check(presence, "a string", text => FaultOfUrl(text, options, hosts));

    public static void EventTypes<T>(this IRuleBuilder<T, Optional<IReadOnlyList<string>>> rule, Presence presence, EventCatalog events) =>
        rule.Check(presence, "an array of strings", types =>
            IsSelection(types, events) ? null : $"must be [\"*\"], or hold one or more of {string.Join(", ", events.Types)}");

    public static void Description<T>(this IRuleBuilder<T, Optional<string>> rule) =>
        rule.Line(Presence.MayBeAbsentOrNull, most: WebhookEndpoint.LongestDescription);

    private static bool IsSelection(IReadOnlyList<string> types, EventCatalog events) =>
        types is [WebhookEndpoint.EveryType] || (types.Count > 0 && types.All(events.Types.Contains));

    private static string? FaultOfUrl(string text, WebhookOptions options, IWebhookHosts hosts) =>
        WebAddress.FaultOf(text, WebhookEndpoint.LongestUrl, options.AllowHttp, out var url)
        ?? (!options.AllowPrivateAddresses && hosts.LooksPrivate(url!.IdnHost) ? "must not lead to a private address" : null);
}
