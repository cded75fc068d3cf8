using System.Net;
using Layers.Application.Content;
using Layers.Application.Pipeline;
using Layers.Application.Seams;
using Layers.Conformance.Publishing;
using Layers.Domain;
using Layers.Domain.Scheduling;
using Layers.Domain.Social;

namespace Layers.Conformance.Tests.Broken;

/// <summary>A publisher that keeps its promises, but for what is overridden.</summary>
internal abstract class HttpPublisher(string name) : ISocialPublisher, IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(1) };

    public PublisherKind Kind { get; } = new(name, "It breaks a promise.")
    {
        Settings = [new PublisherSetting("url", "Where posts go.", Presence.Required, Rules.WebAddress(most: 500, allowHttp: true))],
    };

    public string? Compose(ScheduledPost post, SocialAccount account, StoredMedia assets) => post.Caption;

    public async Task<PublishOutcome> Publish(ScheduledPost post, SocialAccount account, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, account.Settings["url"])
            {
                Content = new StringContent(post.Message!),
                Headers = { { "Idempotency-Key", KeyOf(post) } },
            };
            using var response = await http.SendAsync(request, cancellationToken);
            return OutcomeOf(response);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PublishOutcome.FailedForNow(new Failure("PLATFORM_SILENT", "The platform did not respond."));
        }
    }

    public void Dispose() => http.Dispose();

    protected virtual string KeyOf(ScheduledPost post) => post.IdempotencyKey;

    protected virtual PublishOutcome OutcomeOf(HttpResponseMessage response)
    {
        var failure = new Failure("PLATFORM_REFUSED", $"The platform returned {(int)response.StatusCode}.");
        return response switch
        {
            { IsSuccessStatusCode: true } => new PublishOutcome.Published(ExternalId: null, ExternalUrl: null),
            { StatusCode: HttpStatusCode.Unauthorized } => new PublishOutcome.SignedOut(failure),
            { StatusCode: >= HttpStatusCode.InternalServerError } => new PublishOutcome.FailedForNow(failure),
            _ => new PublishOutcome.Refused(failure),
        };
    }
}

internal sealed class PublishesTwice() : HttpPublisher("publishes-twice")
{
    protected override string KeyOf(ScheduledPost post) => Guid.NewGuid().ToString();
}

internal sealed class ThrowsRefusals() : HttpPublisher("throws-refusals")
{
    protected override PublishOutcome OutcomeOf(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.UnprocessableEntity)
            response.EnsureSuccessStatusCode();
        return base.OutcomeOf(response);
    }
}

internal abstract class HttpPublisherTests(BrokenFixture api, string publisher) : HttpPublisherConformance(api, publisher)
{
    protected override IReadOnlyDictionary<string, string> SettingsFor(string url) => new Dictionary<string, string> { ["url"] = url };
}

internal sealed class PublishesTwiceTests(BrokenFixture api) : HttpPublisherTests(api, "publishes-twice");

internal sealed class ThrowsRefusalsTests(BrokenFixture api) : HttpPublisherTests(api, "throws-refusals");
