using System.Text.RegularExpressions;
using Layers.Application.Scheduling;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Scheduling;
using Layers.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Layers.Conformance.Publishing;

/// <summary>The promises of <see cref="ISocialPublisher"/>.</summary>
public abstract partial class PublisherConformance
{
    [Fact]
    public void Kind_IsAlwaysTheSame() =>
        Publisher.Kind.Should().BeEquivalentTo(Publisher.Kind, "accounts and the document keep what it says: make it once");

    [Fact]
    public async Task Publish_ReturnsWhereThePostIs()
    {
        TryBe(PlatformMood.Well).Should().BeTrue("every platform publishes");
        var account = NewAccount();

        var published = ShouldBe<PublishOutcome.Published>(await Publish(Claimed(account), account));

        if (published.ExternalUrl is { } url)
            (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "https" or "http").Should().BeTrue($"people follow ExternalUrl as a link, and {url} is none");
    }

    [Fact]
    public async Task Publish_AgainWithTheSameKey_PublishesOnce()
    {
        TryBe(PlatformMood.Well);
        var account = NewAccount();
        var post = Claimed(account);

        var first = ShouldBe<PublishOutcome.Published>(await Publish(post, account));
        var second = ShouldBe<PublishOutcome.Published>(await Publish(new ScheduledPost(post.State with { Attempts = 2 }), account));

        second.ExternalId.Should().Be(first.ExternalId, "after a crash the same post is handed over again: the platform has to recognize it");
        Received.Select(sent => sent.Key).Distinct().Count().Should().BeLessThanOrEqualTo(1, "every attempt sends the same key: take it from ScheduledPost.IdempotencyKey");
    }

    [Fact]
    public async Task Publish_SendsTheMessageAsItWasComposed()
    {
        TryBe(PlatformMood.Well);
        var account = NewAccount();
        var post = Claimed(account);
        if (post.Message is null)
            return;

        await Publish(new ScheduledPost(post.State with { Caption = "Another caption.", Attempts = 2 }), account);

        Received.Should().ContainSingle("a post is sent once for each attempt").Which.Message.Should().Contain(post.Message, "send ScheduledPost.Message, which is the same for every attempt");
    }

    [Fact]
    public void Compose_SendsNothing()
    {
        TryBe(PlatformMood.Well);

        Claimed(NewAccount());

        Received.Should().BeEmpty("Compose only makes the message; rows are locked meanwhile");
    }

    [Fact]
    public async Task Publish_OfSeveralAtTheSameTime_KeepsThemApart()
    {
        TryBe(PlatformMood.Well);
        var account = NewAccount();
        var posts = Enumerable.Range(0, 8).Select(index => Claimed(account, $"Caption {index}.")).ToList();

        var outcomes = await Crowd.Of(posts.Count, index => Publish(posts[index], account));

        outcomes.Should().AllBeOfType<PublishOutcome.Published>("there is one publisher for all posts: it keeps nothing between calls");
        if (Received.Count > 0)
            Received.Select(sent => (sent.Key, sent.Message)).Distinct().Should().HaveCount(posts.Count, "every post has a key and a message of its own");
    }

    [Fact]
    public async Task Publish_WhenThePlatformFails_IsFailedForNow()
    {
        if (!TryBe(PlatformMood.Failing))
            return;
        var account = NewAccount();

        ShouldSay(ShouldBe<PublishOutcome.FailedForNow>(await Publish(Claimed(account), account)).Failure);
    }

    [Fact]
    public async Task Publish_WhenThePlatformIsSilent_IsFailedForNowWithinTheLease()
    {
        if (!TryBe(PlatformMood.Silent))
            return;
        var account = NewAccount();
        var lease = Api.Server.Services.GetRequiredService<DispatchOptions>().Lease.ToTimeSpan();

        var publishing = () => Publish(Claimed(account), account).WaitAsync(lease);

        var outcome = (await publishing.Should().NotThrowAsync("Publish gives up by itself before the claim ends, and returns FailedForNow; another node sends the post again otherwise")).Subject;
        ShouldSay(ShouldBe<PublishOutcome.FailedForNow>(outcome).Failure);
    }

    [Fact]
    public async Task Publish_WhenThePlatformRefuses_IsRefused()
    {
        if (!TryBe(PlatformMood.Refusing))
            return;
        var account = NewAccount();

        var publishing = () => Publish(Claimed(account), account);

        var outcome = (await publishing.Should().NotThrowAsync("what happened is returned; a post whose publisher throws is tried again when its lease ends")).Subject;
        ShouldSay(ShouldBe<PublishOutcome.Refused>(outcome).Failure);
    }

    [Fact]
    public async Task Publish_WhenTheAccountIsSignedOut_SaysSo()
    {
        if (!TryBe(PlatformMood.SignedOut))
            return;
        var account = NewAccount();

        ShouldSay(ShouldBe<PublishOutcome.SignedOut>(await Publish(Claimed(account), account)).Failure);
    }

    [Fact]
    public async Task Publish_ThatIsCanceled_Throws()
    {
        if (!TryBe(PlatformMood.Silent))
            return;
        using var canceled = new CancellationTokenSource();
        var account = NewAccount();
        var publishing = Publish(Claimed(account), account, canceled.Token);
        await Eventually.Holds(() => Task.FromResult(Received.Count > 0 || publishing.IsCompleted), "the platform gets the post");

        await canceled.CancelAsync();

        await this.Invoking(_ => publishing.InTime()).Should().ThrowAsync<OperationCanceledException>("a server that stops cancels, and that is not the platform's failure");
    }

    private static T ShouldBe<T>(PublishOutcome outcome)
        where T : PublishOutcome =>
        outcome.Should().BeOfType<T>("that is what the platform did").Subject;

    private static void ShouldSay(Failure failure)
    {
        Code().IsMatch(failure.Code).Should().BeTrue($"callers see the code, and {failure.Code} is not like ACME_BOARD_REFUSED");
        failure.Message.Should().NotBeNullOrWhiteSpace("callers see the message");
    }

    [GeneratedRegex("^[A-Z][A-Z0-9_]*$", RegexOptions.None, 1_000)]
    private static partial Regex Code();
}
