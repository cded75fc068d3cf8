using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Moq;
using Moq.Language.Flow;
using NodaTime;

namespace Layers.Application.Tests.Pipeline;

public sealed class IdempotencyBehaviorTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 4, 18, 9, 40, 12);

    private readonly Mock<IIdempotencyKeys> keys = new(MockBehavior.Strict);
    private readonly Mock<IClock> clock = new();
    private readonly CurrentCaller caller = new();
    private int handled;

    public IdempotencyBehaviorTests() =>
        clock.Setup(c => c.GetCurrentInstant()).Returns(Now + Duration.FromTicks(1));

    [Fact]
    public async Task CommandWithoutAKey_RunsAndAsksNobody()
    {
        (await Send()).Should().Be("fresh 1");
        (await Send()).Should().Be("fresh 2");
        keys.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task FirstUseOfAKey_RunsAndKeepsTheAnswer()
    {
        var attempt = Attempt();
        keys.Setup(k => k.Claim(attempt, Now, It.IsAny<CancellationToken>())).ReturnsAsync(value: true);
        keys.Setup(k => k.Keep(attempt, "fresh 1")).Returns("fresh 1");

        (await Send()).Should().Be("fresh 1");

        attempt.WasReplayed.Should().BeFalse();
        keys.Verify(k => k.Keep(attempt, "fresh 1"), Times.Once);
    }

    [Fact]
    public async Task SecondUseOfAKey_AnswersTheFirstAnswer_AndRunsNothing()
    {
        var attempt = Attempt();
        IsClaimedAlready(attempt).ReturnsAsync("first");

        (await Send()).Should().Be("first");

        handled.Should().Be(0);
        attempt.WasReplayed.Should().BeTrue();
    }

    [Fact]
    public async Task AnotherRequestUnderTheSameKey_IsAConflict_AndRunsNothing()
    {
        var attempt = Attempt();
        IsClaimedAlready(attempt).ThrowsAsync(new DomainException(ErrorKind.IdempotencyConflict, "Another request."));

        (await this.Awaiting(test => test.Send()).Should().ThrowAsync<DomainException>()).Which.Kind.Should().Be(ErrorKind.IdempotencyConflict);

        handled.Should().Be(0);
        attempt.WasReplayed.Should().BeFalse();
    }

    [Fact]
    public async Task FailedCommand_KeepsNoAnswer()
    {
        var attempt = Attempt();
        keys.Setup(k => k.Claim(attempt, Now, It.IsAny<CancellationToken>())).ReturnsAsync(value: true);
        var behavior = new IdempotencyBehavior<Command, string>(caller, keys.Object, clock.Object);

        var sending = () => behavior.Handle(new Command(), default, () => throw DomainException.Conflict("No."));

        await sending.Should().ThrowAsync<DomainException>().WithMessage("No.");
        keys.Verify(k => k.Keep(It.IsAny<IdempotentAttempt>(), It.IsAny<string>()), Times.Never);
    }

    [Fact]
    public async Task TwinThatIsStillRunning_IsToldSo_AndRunsNothing()
    {
        var attempt = Attempt();
        keys.Setup(k => k.Claim(attempt, Now, It.IsAny<CancellationToken>())).ThrowsAsync(new DomainException(ErrorKind.StillRunning, "Still running."));

        (await this.Awaiting(test => test.Send()).Should().ThrowAsync<DomainException>()).Which.Kind.Should().Be(ErrorKind.StillRunning);

        handled.Should().Be(0);
    }

    [Fact]
    public async Task SecondCommandOfARequest_RunsWithoutTheKey()
    {
        var attempt = Attempt();
        keys.Setup(k => k.Claim(attempt, Now, It.IsAny<CancellationToken>())).ReturnsAsync(value: true);
        keys.Setup(k => k.Keep(attempt, "fresh 1")).Returns("fresh 1");
        await Send();

        (await Send()).Should().Be("fresh 2");

        keys.Verify(k => k.Claim(attempt, Now, It.IsAny<CancellationToken>()), Times.Once);
    }

    [Fact]
    public async Task SecondCommandBehindAReplay_IsAConflict_AndRunsNothing()
    {
        var attempt = Attempt();
        IsClaimedAlready(attempt).ReturnsAsync("first");
        await Send();

        (await this.Awaiting(test => test.Send()).Should().ThrowAsync<DomainException>()).Which.Kind.Should().Be(ErrorKind.Conflict);

        handled.Should().Be(0);
    }

    [Fact]
    public async Task CommandBehindOneThatFailed_HasTheKey()
    {
        var attempt = Attempt();
        keys.SetupSequence(k => k.Claim(attempt, Now, It.IsAny<CancellationToken>())).ThrowsAsync(DomainException.Conflict("No.")).ReturnsAsync(value: true);
        keys.Setup(k => k.Keep(attempt, "fresh 1")).Returns("fresh 1");
        await this.Awaiting(test => test.Send()).Should().ThrowAsync<DomainException>();

        (await Send()).Should().Be("fresh 1");
    }

    private IdempotentAttempt Attempt()
    {
        caller.Idempotency = new IdempotentAttempt("key", [1]);
        return caller.Idempotency;
    }

    private ISetup<IIdempotencyKeys, Task<string>> IsClaimedAlready(IdempotentAttempt attempt)
    {
        keys.Setup(k => k.Claim(attempt, Now, It.IsAny<CancellationToken>())).ReturnsAsync(value: false);
        return keys.Setup(k => k.GetFirst<string>(attempt, It.IsAny<CancellationToken>()));
    }

    private Task<string> Send() =>
        new IdempotencyBehavior<Command, string>(caller, keys.Object, clock.Object).Handle(new Command(), default, () => Task.FromResult($"fresh {++handled}"));

    public sealed record Command : ICommand<string>;
}
