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

    [Fact]
    public void OneOfNothing_NeverMatches() =>
        RevisionCondition.OneOf([]).Invoking(condition => condition.Demand(1)).Should().Throw<DomainException>();
}
