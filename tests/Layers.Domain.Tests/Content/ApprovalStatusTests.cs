using Layers.Domain.Approval;
using Layers.Domain.Content;

namespace Layers.Domain.Tests.Content;

public sealed class ApprovalStatusTests
{
    [Theory]
    [InlineData(ApprovalStatus.NotRequired, false, null, null)]
    [InlineData(ApprovalStatus.Pending, false, null, "approval_pending")]
    [InlineData(ApprovalStatus.Approved, true, "approve", null)]
    [InlineData(ApprovalStatus.Rejected, true, "reject", "rejected")]
    public void Status_HasItsFacts(ApprovalStatus status, bool isDecided, string? act, string? reason) =>
        (status.IsDecided(), status.Act(), status.GateReason()?.Word).Should().Be((isDecided, act, reason));

    [Fact]
    public void EveryStatus_HasFacts()
    {
        var asking = () => Enum.GetValues<ApprovalStatus>().Select(ApprovalStatuses.IsDecided).ToList();

        asking.Should().NotThrow();
    }

    [Fact]
    public void StatusRule_StatesTheReasonsOfAllStatuses() =>
        new ApprovalStatusRule().Reasons.Should().Equal(Enum.GetValues<ApprovalStatus>().Select(status => status.GateReason()).OfType<GateReason>());
}
