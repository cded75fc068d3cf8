using Layers.Application.Seams;
using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Domain.Webhooks;

namespace Layers.Application.Webhooks;

/// <summary>Rules that creating and changing an endpoint share.</summary>
internal static class WebhookFields
{
    public static void EndpointUrl<T>(this IRuleBuilder<T, Optional<string>> rule, Presence presence, WebhookOptions options, IWebhookHosts hosts) =>
        rule.Takes(presence, Rules.WebAddress(WebhookEndpoint.LongestUrl, options.AllowHttp).And(text =>
            !options.AllowPrivateAddresses && hosts.LooksPrivate(new Uri(text).IdnHost) ? "must not lead to a private address" : null));

    public static void EventTypes<T>(this IRuleBuilder<T, Optional<IReadOnlyList<string>>> rule, Presence presence, EventCatalog events) =>
        rule.Takes(presence, SelectionOf(events.Types));

    public static void Description<T>(this IRuleBuilder<T, Optional<string>> rule) =>
        rule.Line(Presence.MayBeAbsentOrNull, most: WebhookEndpoint.LongestDescription);

    private static FieldRule<IReadOnlyList<string>> SelectionOf(IReadOnlyList<string> known) =>
        new(
            "an array of strings",
            new FieldShape { MinItems = 1, Items = new FieldShape { Words = [.. known, WebhookEndpoint.EveryType] } },
            types => IsSelection(types, known) ? null : $"must be [\"*\"], or hold one or more of {string.Join(", ", known)}");

    private static bool IsSelection(IReadOnlyList<string> types, IReadOnlyList<string> known) =>
        types is [WebhookEndpoint.EveryType] || (types.Count > 0 && types.All(known.Contains));
}
