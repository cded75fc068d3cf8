using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Layers.Application.Content;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;
using Layers.Infrastructure.Http;
using Layers.Infrastructure.Scheduling;

namespace Acme.Moderation;

/// <summary>Pins posts to a team's board. The board knows the idempotency key, and pins a post once.</summary>
public sealed class BoardPublisher(RelayOptions options, ServerClock clock) : ISocialPublisher, IDisposable
{
    private readonly HttpClient http = OutboundHttp.CreateClient(options.AllowPrivateAddresses);

    public PublisherKind Kind { get; } = new("acme-board", "Pins posts to a team's board.")
    {
        Settings =
        [
            new PublisherSetting("boardUrl", "Where cards are pinned.", Presence.Required, OutboundHttp.Address(500, allowHttp: true, options.AllowPrivateAddresses)),
            new PublisherSetting("column", "The board's first one unless given.", Presence.MayBeAbsent, Rules.Line(most: 40)),
        ],
    };

    public string Compose(ScheduledPost post, SocialAccount account, StoredMedia assets) =>
        JsonSerializer.Serialize(new { from = account.Handle, text = post.Caption, column = account.Settings.GetValueOrDefault("column") });

    public async Task<PublishOutcome> Publish(ScheduledPost post, SocialAccount account, CancellationToken cancellationToken)
    {
        if (!account.Settings.TryGetValue("boardUrl", out var board))
            return new PublishOutcome.Refused(new Failure("ACME_BOARD_UNKNOWN", "The account has no board; connect it again."));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Patience.ToTimeSpan());
        try
        {
            using var card = new HttpRequestMessage(HttpMethod.Post, board)
            {
                Content = new StringContent(post.Message!, MediaTypeHeaderValue.Parse("application/json")),
                Headers = { { "Idempotency-Key", post.IdempotencyKey } },
            };
            using var response = await http.SendAsync(card, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            return OutcomeOf(response);
        }
        catch (HttpRequestException e) when (e.InnerException is PrivateAddressException)
        {
            return new PublishOutcome.Refused(new Failure("ACME_BOARD_PRIVATE", "The board's address is private, and is not connected to."));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new PublishOutcome.FailedForNow(new Failure("ACME_BOARD_UNREACHABLE", "The board could not be reached."));
        }
    }

    public void Dispose() => http.Dispose();

    private PublishOutcome OutcomeOf(HttpResponseMessage response)
    {
        var failure = new Failure("ACME_BOARD_REFUSED", $"The board returned {(int)response.StatusCode}.");
        return response switch
        {
            { IsSuccessStatusCode: true } => new PublishOutcome.Published(ExternalId: null, PlaceOf(response)),
            { StatusCode: HttpStatusCode.Unauthorized } => new PublishOutcome.SignedOut(failure),
            { StatusCode: HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError } =>
                new PublishOutcome.FailedForNow(failure, RetryAfter.In(response, clock)),
            _ => new PublishOutcome.Refused(failure),
        };
    }

    // People follow it as a link.
    private static string? PlaceOf(HttpResponseMessage response) =>
        response.Headers.Location is { IsAbsoluteUri: true, Scheme: "https" or "http" } place ? place.AbsoluteUri : null;
}
