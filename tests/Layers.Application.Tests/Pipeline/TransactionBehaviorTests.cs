using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Moq;

namespace Layers.Application.Tests.Pipeline;

public sealed class TransactionBehaviorTests
{
    private readonly List<string> happened = [];
    private readonly Mock<IUnitOfWork> work = new(MockBehavior.Strict);

    public TransactionBehaviorTests() =>
        work.Setup(unit => unit.Run(It.IsAny<Func<Task<string>>>(), It.IsAny<CancellationToken>()))
            .Returns(async (Func<Task<string>> inside, CancellationToken _) =>
            {
                happened.Add("begin");
                try
                {
                    var answer = await inside();
                    happened.Add("commit");
                    return answer;
                }
                catch
                {
                    happened.Add("rollback");
                    throw;
                }
            });

    [Fact]
    public async Task Command_RunsInsideOneTransaction_ThatIsCommittedBeforeTheAnswer()
    {
        var answer = await Behavior().Handle(new Command(), default, () => Handle("answer"));

        answer.Should().Be("answer");
        happened.Should().Equal("begin", "handle", "commit");
    }

    [Fact]
    public async Task FailedCommand_IsRolledBack_AndItsFailureIsHandedOnAsItIs()
    {
        var failure = new InvalidOperationException("broken");
        var handling = () => Behavior().Handle(new Command(), default, async () =>
        {
            await Handle("answer");
            throw failure;
        });

        (await handling.Should().ThrowAsync<InvalidOperationException>()).Which.Should().BeSameAs(failure);
        happened.Should().Equal("begin", "handle", "rollback");
    }

    [Fact]
    public async Task Cancellation_ReachesTheTransaction()
    {
        using var source = new CancellationTokenSource();

        await Behavior().Handle(new Command(), source.Token, () => Handle("answer"));

        work.Verify(unit => unit.Run(It.IsAny<Func<Task<string>>>(), source.Token), Times.Once);
    }

    private TransactionBehavior<Command, string> Behavior() => new(work.Object);

    private Task<string> Handle(string answer)
    {
        happened.Add("handle");
        return Task.FromResult(answer);
    }

    public sealed record Command : ICommand<string>;
}
