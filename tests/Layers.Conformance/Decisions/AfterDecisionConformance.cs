using Layers.Application.Seams;

namespace Layers.Conformance.Decisions;

/// <summary>
/// What the server relies on in an <see cref="IAfterDecision"/>. Inherit it, give it a fixture that declares the extension with the observer, and say how many
/// decisions it has on record.
/// </summary>
public abstract class AfterDecisionConformance(ObservedFixture api) : ObserverConformance(api)
{
    [Fact]
    public async Task FailingObserver_ChangesNothing()
    {
        var container = await Api.Given.Pending();
        if (!await TryBreak())
            return;

        try
        {
            ShouldBeDone(await Approve(container));
        }
        finally
        {
            await Mend();
        }

        ((string?)await ApprovalOf(container)).Should().Be("approved", "the decision is committed before the observer is called");
    }

    [Fact]
    public async Task FailureOfAnotherObserver_DoesNotKeepItFromBeingCalled()
    {
        var container = await Api.Given.Pending();
        var before = await CountRecorded();

        Api.Sabotage.IsAfterDecisions = true;
        try
        {
            ShouldBeDone(await Approve(container));
        }
        finally
        {
            Api.Sabotage.IsAfterDecisions = false;
        }

        (await CountRecorded() - before).Should().Be(1, "observers do not depend on each other");
    }
}
