namespace Layers.Domain.Tests.Gate;

/// <summary>
/// The rules of the gate, written down a second time from the contract and as plainly as possible: words, lists and counting, nothing of the product.
/// </summary>
public sealed class GateModel
{
    private readonly List<Item> items = [];
    private bool requiresApproval;
    private int firstN;

    public int Count => items.Count;

    public IReadOnlyList<ShownState> States => [.. items.Select(item => new ShownState(item.Status, item.Approval, item.Revision))];

    public int RevisionOf(int container) => items[container].Revision;

    public Outcome Apply(Step step)
    {
        switch (step)
        {
            case Step.SetPolicy policy:
                (requiresApproval, firstN) = (policy.RequiresApproval, policy.FirstN);
                return Outcome.Done;
            case Step.Create create:
                items.Add(new Item { IsUpload = create.IsUpload, Approval = ApprovalOfANewContainer() });
                return Outcome.Done;
            case Step.Touch touch:
                return Apply(touch, items[touch.On]);
            default:
                throw new ArgumentException("No such step.", nameof(step));
        }
    }

    private static Outcome Apply(Step.Touch step, Item item)
    {
        var refusal = step switch
        {
            Step.Decide decide => RefusalOfDecision(item, decide.Behind),
            Step.CorrectCaption => RefusalOfCorrection(item),
            _ => RefusalOfEnd(item),
        };
        if (refusal is not null)
            return refusal;

        // Finalizing an upload again changes nothing.
        if (step is Step.Complete && item.Status == "completed")
            return Outcome.Done;

        item.Revision += 1;
        item.Status = step switch
        {
            Step.Complete => "completed",
            Step.Fail => "failed",
            Step.Cancel => "canceled",
            _ => item.Status,
        };
        item.Approval = step switch
        {
            Step.Approve => "approved",
            Step.Reject => "rejected",
            _ => item.Approval,
        };
        return Outcome.Done;

        Outcome? RefusalOfEnd(Item ended) =>
            ended.Status == "queued" || (ended is { IsUpload: true, Status: "completed" } && step is Step.Complete)
                ? null
                : new Outcome("CONFLICT", $"Container is already {ended.Status}.");
    }

    private static Outcome? RefusalOfDecision(Item item, int? behind)
    {
        if (item.Approval == "not_required")
            return new Outcome("CONFLICT", "Container does not require approval.");
        if (item.Status != "completed")
            return new Outcome("VALIDATION", "Container isn't completed yet.");
        if (item.Approval == "approved")
            return new Outcome("CONFLICT", "Container is already approved.");
        if (item.Approval == "rejected")
            return new Outcome("CONFLICT", "Container is already rejected.");
        if (behind > 0)
            return new Outcome("REVISION_MISMATCH", "If-Match does not name the container's current revision.");
        return null;
    }

    private static Outcome? RefusalOfCorrection(Item item)
    {
        if (!item.IsUpload)
            return new Outcome("VALIDATION", "PATCH is available for uploaded content only. Generated content is corrected by regenerating.");
        if (item.Status != "completed")
            return new Outcome("VALIDATION", "Container isn't completed yet.");
        return null;
    }

    private string ApprovalOfANewContainer()
    {
        if (!requiresApproval)
            return "not_required";
        if (firstN == 0)
            return "pending";
        var outOfPending = items.Count(item => item.Approval == "approved") + items.Count(item => item.Approval == "rejected");
        return outOfPending < firstN ? "pending" : "not_required";
    }

    private sealed class Item
    {
        public required bool IsUpload { get; init; }

        public required string Approval { get; set; }

        public string Status { get; set; } = "queued";

        public int Revision { get; set; } = 1;
    }
}
