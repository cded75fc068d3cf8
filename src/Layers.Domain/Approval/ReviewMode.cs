namespace Layers.Domain.Approval;

/// <summary>A policy in one word: what of a project's content is reviewed.</summary>
public enum ReviewMode
{
    /// <summary>Nothing: the switch is off.</summary>
    AutoApprove,

    /// <summary>What is made until N containers are decided.</summary>
    ReviewFirstN,

    /// <summary>Everything.</summary>
    ReviewAll,
}
