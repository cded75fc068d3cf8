using Layers.Domain.Approval;
using Layers.Domain.Content;
using NodaTime;

namespace Layers.Domain.Tests.Approval;

public sealed class ApprovalPolicyTests
{
    private static readonly Instant Before = Instant.FromUtc(2026, 4, 10, 12, 0);
    private static readonly Instant Now = Instant.FromUtc(2026, 4, 18, 9, 50, 12);
    private static readonly ReviewWindow Day = ReviewWindow.Parse("PT24H");

    [Theory]
    [InlineData(false, 0, 0, ApprovalStatus.NotRequired)]
    [InlineData(false, 5, 0, ApprovalStatus.NotRequired)]
    [InlineData(true, 0, 0, ApprovalStatus.Pending)]
    [InlineData(true, 0, 1_000, ApprovalStatus.Pending)]
    [InlineData(true, 1, 0, ApprovalStatus.Pending)]
    [InlineData(true, 1, 1, ApprovalStatus.NotRequired)]
    [InlineData(true, 5, 4, ApprovalStatus.Pending)]
    [InlineData(true, 5, 5, ApprovalStatus.NotRequired)]
    [InlineData(true, 5, 6, ApprovalStatus.NotRequired)]
    [InlineData(true, 50, 49, ApprovalStatus.Pending)]
    [InlineData(true, 50, 50, ApprovalStatus.NotRequired)]
    public void NewContainer_IsHeldBackUntilFirstNAreDecided(bool requires, int firstN, int decided, ApprovalStatus expected) =>
        Policy(requires, firstN).StatusForNewContainer(decided).Should().Be(expected);

    [Fact]
    public void PolicyOfANewProject_HoldsNothingBack()
    {
        var policy = ApprovalPolicy.ForNewProject(new OrganizationId(Guid.NewGuid()), new ProjectId(Guid.NewGuid()), Before);

        (policy.RequiresApproval, policy.FirstNPostsBlocked, policy.AutoApproveAfter, policy.UpdatedAt).Should().Be((false, 0, null, Before));
    }

    [Theory]
    [InlineData(false, 0, ReviewMode.AutoApprove)]
    [InlineData(false, 5, ReviewMode.AutoApprove)]
    [InlineData(true, 0, ReviewMode.ReviewAll)]
    [InlineData(true, 1, ReviewMode.ReviewFirstN)]
    [InlineData(true, 50, ReviewMode.ReviewFirstN)]
    public void Mode_IsThePolicyInOneWord(bool requires, int firstN, ReviewMode expected) => Policy(requires, firstN).Mode.Should().Be(expected);

    [Theory]
    [InlineData(ReviewMode.AutoApprove, false, 5)]
    [InlineData(ReviewMode.ReviewFirstN, true, 3)]
    [InlineData(ReviewMode.ReviewAll, true, 0)]
    public void Change_ToAMode_SetsWhatTheWordMeansAndNothingElse(ReviewMode mode, bool requires, int firstN)
    {
        var policy = Policy(true, 5, Day);

        policy.Change(PolicyChange.To(mode, firstN: 3), Now);

        (policy.RequiresApproval, policy.FirstNPostsBlocked, policy.AutoApproveAfter, policy.UpdatedAt).Should().Be((requires, firstN, Day, Now));
    }

    [Fact]
    public void Policy_WasEverSet_OnceASettingTookAnotherValue()
    {
        var policy = ApprovalPolicy.ForNewProject(new OrganizationId(Guid.NewGuid()), new ProjectId(Guid.NewGuid()), Before);
        policy.WasEverSet(Before).Should().BeFalse();

        policy.Change(PolicyChange.To(ReviewMode.ReviewAll, firstN: 0), Before);
        policy.WasEverSet(Before).Should().BeTrue("in its first millisecond too");
        policy.Change(PolicyChange.To(ReviewMode.AutoApprove, firstN: 0), Now);
        policy.WasEverSet(Before).Should().BeTrue("though it is as it was");
    }

    [Fact]
    public void Change_OfOneSetting_KeepsTheOthers()
    {
        After(new PolicyChange(true, null, SetsWindow: false, null)).Should().Be((true, 5, Day, Now));
        After(new PolicyChange(null, 7, SetsWindow: false, null)).Should().Be((false, 7, Day, Now));
        After(new PolicyChange(null, null, SetsWindow: true, ReviewWindow.Parse("P7D"))).Should().Be((false, 5, ReviewWindow.Parse("P7D"), Now));
        After(new PolicyChange(null, null, SetsWindow: true, null)).Should().Be((false, 5, null, Now));
    }

    [Fact]
    public void Change_ThatChangesNothing_LeavesTheStamp()
    {
        foreach (var change in new[]
                 {
                     new PolicyChange(null, null, SetsWindow: false, null),
                     new PolicyChange(null, null, SetsWindow: false, ReviewWindow.Parse("P7D")),
                     new PolicyChange(false, 5, SetsWindow: true, ReviewWindow.Parse("PT24H")),
                 })
        {
            var policy = Policy(false, 5, Day);
            policy.Change(change, Now).Should().BeFalse();
            policy.UpdatedAt.Should().Be(Before);
        }
    }

    [Fact]
    public void Change_ToTheSameLengthInOtherWords_IsAChange_SinceItIsAnsweredAsWritten()
    {
        var policy = Policy(false, 5, Day);

        policy.Change(new PolicyChange(null, null, SetsWindow: true, ReviewWindow.Parse("P1D")), Now).Should().BeTrue();

        policy.AutoApproveAfter!.Text.Should().Be("P1D");
    }

    [Fact]
    public void AutoApproveCutoff_LiesOneWindowBack()
    {
        Policy(true, 0, Day).AutoApproveCutoff(Now).Should().Be(Now - Duration.FromHours(24));
        Policy(false, 0, Day).AutoApproveCutoff(Now).Should().Be(Now - Duration.FromHours(24), "a window outlives the switch");
        Policy(true, 0).AutoApproveCutoff(Now).Should().BeNull();
    }

    private static (bool Requires, int FirstN, ReviewWindow? Window, Instant UpdatedAt) After(PolicyChange change)
    {
        var policy = Policy(false, 5, Day);
        policy.Change(change, Now).Should().BeTrue();
        return (policy.RequiresApproval, policy.FirstNPostsBlocked, policy.AutoApproveAfter, policy.UpdatedAt);
    }

    private static ApprovalPolicy Policy(bool requires, int firstN, ReviewWindow? window = null) =>
        new(new OrganizationId(Guid.Empty), new ProjectId(Guid.Empty), requires, firstN, window, Before);
}
