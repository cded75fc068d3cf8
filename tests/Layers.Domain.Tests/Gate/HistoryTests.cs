using FsCheck;
using FsCheck.Fluent;

namespace Layers.Domain.Tests.Gate;

public sealed class HistoryTests
{
    [Fact]
    public void AnyHistory_EndsInTheDomainAsTheContractSays()
    {
        var property = Prop.ForAll(Histories.Of(atMost: 60), history =>
        {
            var domain = new DomainGate();
            return Histories.Replay(
                history,
                (step, ifMatch) => Task.FromResult(domain.Apply(step, ifMatch)),
                () => Task.FromResult(domain.States),
                afterEachStep: true);
        });

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), property);
    }

    [Fact]
    public void Histories_ReachEveryStateAndEveryRefusal()
    {
        var (states, refusals) = (new HashSet<string>(), new HashSet<string?>());
        foreach (var history in Histories.Of(atMost: 60).Generator.Sample(300))
        {
            var model = new GateModel();
            foreach (var step in history.Where(step => step is not Step.Touch || model.Count > 0))
                refusals.Add(model.Apply(step is Step.Touch touch ? touch with { On = touch.On % model.Count } : step).Message);
            states.UnionWith(model.States.Select(state => $"{state.Status} {state.ApprovalStatus}"));
        }

        states.Should().HaveCount(10, "four statuses may be undecided or not gated, and completed content may also be approved or rejected");
        refusals.Should().HaveCount(1 + 9, "besides success there are nine refusals");
    }
}
