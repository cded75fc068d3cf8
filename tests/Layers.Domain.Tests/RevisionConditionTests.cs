namespace Layers.Domain.Tests;

public sealed class RevisionConditionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void None_TakesAnyRevision(int revision) => RevisionCondition.None.Invoking(none => none.Demand(revision)).Should().NotThrow();

    [Fact]
    public void OneOf_TakesEachOfThem()
    {
        RevisionCondition.OneOf([3, 5]).Invoking(condition => condition.Demand(3)).Should().NotThrow();
        RevisionCondition.OneOf([3, 5]).Invoking(condition => condition.Demand(5)).Should().NotThrow();
    }

    [Theory]
    [InlineData(4)]
    [InlineData(3, 4)]
    [InlineData(7)]
    public void OneOf_RefusesEveryOtherRevision_AndShowsTheCurrentOne(int current, params int[] accepted)
    {
        var refusal = RevisionCondition.OneOf([5, 6, .. accepted]).Invoking(condition => condition.Demand(current)).Should().Throw<DomainException>().Which;

        refusal.Kind.Should().Be(ErrorKind.RevisionMismatch);
        refusal.Details.Should().Equal(new Dictionary<string, object?> { ["revision"] = current });
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void ButNoneOf_RefusesEachOfThem(int revision, bool isTaken) =>
        Holds(RevisionCondition.None.ButNoneOf([5, 7]), revision).Should().Be(isTaken);

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    [InlineData(5, false)]
    public void ButNoneOf_KeepsWhatWasDemandedBefore(int revision, bool isTaken) =>
        Holds(RevisionCondition.OneOf([3, 4]).ButNoneOf([4]), revision).Should().Be(isTaken);

    [Fact]
    public void ButNoneAtAll_RefusesEveryRevision()
    {
        Holds(RevisionCondition.None.ButNoneAtAll(), 1).Should().BeFalse();
        Holds(RevisionCondition.OneOf([1]).ButNoneAtAll(), 1).Should().BeFalse();
    }

    [Fact]
    public void OneOfNothing_NeverMatches() =>
        RevisionCondition.OneOf([]).Invoking(condition => condition.Demand(1)).Should().Throw<DomainException>();

    private static bool Holds(RevisionCondition condition, int revision)
    {
        try
        {
            condition.Demand(revision);
            return true;
        }
        catch (DomainException refusal) when (refusal.Kind == ErrorKind.RevisionMismatch)
        {
            return false;
        }
    }
}
