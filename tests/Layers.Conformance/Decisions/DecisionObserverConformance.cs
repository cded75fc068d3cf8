using System.Net;
using Layers.Application.Seams;

namespace Layers.Conformance.Decisions;

/// <summary>
/// What the server relies on in an <see cref="IDecisionObserver"/>. Inherit it, give it a fixture that declares the extension with the observer, and say how
/// many decisions it has on record.
/// </summary>
public abstract class DecisionObserverConformance(ObservedFixture api) : ObserverConformance(api)
{
    [Fact]
    public async Task FailingObserver_UndoesTheDecision()
    {
        var container = await Api.Given.Pending();
        if (!await TryBreak())
            return;

        try
        {
            ((int)(await Approve(container)).Status).Should().BeGreaterThanOrEqualTo(500, "the observer's exception has to reach the server: do not catch it");
        }
        finally
        {
            await Mend();
        }

        ((string?)await ApprovalOf(container)).Should().Be("pending", "a decision whose observer fails is not made");
        (await Approve(container)).Status.Should().Be(HttpStatusCode.OK, "it can be made once the observer works again");
    }
}
