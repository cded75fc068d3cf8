using FsCheck;
using FsCheck.Fluent;

namespace Layers.Domain.Tests.Gate;

/// <summary>Random histories of one project, which shrink to the shortest that still fails.</summary>
public static class Histories
{
    /// <summary>With a gate that is on at first, since little happens while it is off.</summary>
    public static Arbitrary<Step[]> Of(int atMost)
    {
        var history = from first in PolicyWhoseGateIsOn
                      from length in Gen.Choose(0, atMost - 1)
                      from rest in Gen.ArrayOf(AnyStep, length)
                      select (Step[])[first, .. rest];
        return Arb.From(history, Shorter);
    }

    /// <summary>Applies each step to the model and to the product, and demands the same outcome and the same states.</summary>
    public static async Task Replay(IEnumerable<Step> history, Func<Step, int?, Task<Outcome>> product, Func<Task<IReadOnlyList<ShownState>>> states, bool afterEachStep)
    {
        var model = new GateModel();
        foreach (var step in history.Where(step => step is not Step.Touch || model.Count > 0).Select(step => Place(step, model.Count)))
        {
            int? ifMatch = step is Step.Decide { Behind: { } behind } decide ? model.RevisionOf(decide.On) - behind : null;
            var expected = model.Apply(step);
            var actual = await product(step, ifMatch);
            if (actual != expected)
                actual.Should().Be(expected, "of {0}", step);
            if (afterEachStep)
                Compare(await states(), model);
        }

        Compare(await states(), model);
    }

    // Asserting takes much longer than comparing.
    private static void Compare(IReadOnlyList<ShownState> states, GateModel model)
    {
        if (!states.SequenceEqual(model.States))
            states.Should().Equal(model.States);
    }

    private static Gen<Step> PolicyWhoseGateIsOn => Gen.Choose(0, 3).Select(firstN => (Step)new Step.SetPolicy(true, firstN));

    private static Gen<Step> AnyStep => Gen.Frequency(
        (1, PolicyWhoseGateIsOn),
        (1, Gen.Choose(0, 3).Select(firstN => (Step)new Step.SetPolicy(false, firstN))),
        (5, Gen.Elements(true, false).Select(isUpload => (Step)new Step.Create(isUpload))),
        (6, OnAny(on => new Step.Complete(on))),
        (1, OnAny(on => new Step.Fail(on))),
        (1, OnAny(on => new Step.Cancel(on))),
        (2, OnAny(on => new Step.CorrectCaption(on))),
        (5, Container.SelectMany(_ => Behind, (on, behind) => (Step)new Step.Approve(on, behind))),
        (3, Container.SelectMany(_ => Behind, (on, behind) => (Step)new Step.Reject(on, behind))));

    private static Gen<int> Container => Gen.Choose(0, 11);

    private static Gen<int?> Behind => Gen.Frequency((4, Gen.Constant((int?)null)), (2, Gen.Constant((int?)0)), (1, Gen.Choose(1, 2).Select(n => (int?)n)));

    private static Gen<Step> OnAny(Func<int, Step> step) => Container.Select(step);

    private static Step Place(Step step, int count) => step is Step.Touch touch ? touch with { On = touch.On % count } : step;

    private static IEnumerable<Step[]> Shorter(Step[] history)
    {
        for (var length = history.Length / 2; length > 0; length /= 2)
        {
            for (var from = 0; from + length <= history.Length; from += length)
                yield return [.. history[..from], .. history[(from + length)..]];
        }
    }
}
