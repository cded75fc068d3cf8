using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Domain.Approval;

namespace Layers.Application.Approval;

/// <summary>The settings as a caller sends them: absent keeps, null unsets, a value sets.</summary>
public record PolicySettings
{
    /// <summary>The switch; not null.</summary>
    public Optional<bool> RequiresApproval { get; init; }

    /// <summary>How many decisions end the warm-up, 0 to 50; 0 or null: everything is reviewed while the switch is on.</summary>
    public Optional<long> FirstNPostsBlocked { get; init; }

    /// <summary>The review window: an ISO 8601 duration in whole weeks, days, hours, minutes and seconds, at most <c>P365D</c>; null: none.</summary>
    public Optional<string> AutoApproveAfter { get; init; }

    /// <summary>Only for settings that were found valid.</summary>
    public PolicyChange ToChange() =>
        new(
            RequiresApproval.HasValue ? RequiresApproval.Value : null,
            FirstNPostsBlocked.HasValue ? (int)FirstNPostsBlocked.Value : FirstNPostsBlocked.IsNull ? 0 : null,
            SetsWindow: AutoApproveAfter.IsPresent,
            AutoApproveAfter.HasValue ? ReviewWindow.Parse(AutoApproveAfter.Value!) : null);
}

public abstract class PolicySettingsValidator<T> : AbstractValidator<T>
    where T : PolicySettings
{
    private static readonly string WhatFirstNIs = $"must be a whole number from 0 to {ApprovalPolicy.MostFirstN}, or null";

    protected PolicySettingsValidator()
    {
        RuleFor(settings => settings.RequiresApproval).Flag(Presence.MayBeAbsent);
        RuleFor(settings => settings.FirstNPostsBlocked)
            .Takes(Presence.MayBeAbsentOrNull, Rules.WholeNumber(0, ApprovalPolicy.MostFirstN, WhatFirstNIs));
        RuleFor(settings => settings.AutoApproveAfter).Takes(Presence.MayBeAbsentOrNull, Rules.Period);
        RuleFor(settings => settings)
            .Must(settings => settings.RequiresApproval.IsPresent || settings.FirstNPostsBlocked.IsPresent || settings.AutoApproveAfter.IsPresent)
            .OverridePropertyName("")
            .WithMessage("At least one of requiresApproval, firstNPostsBlocked and autoApproveAfter is required.");
    }
}
