using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Domain.Approval;

namespace Layers.Application.Approval;

/// <summary>The settings as a caller sends them: absent keeps, null unsets, a value sets.</summary>
public interface IPolicySettings
{
    Optional<bool> RequiresApproval { get; }

    Optional<long> FirstNPostsBlocked { get; }

    Optional<string> AutoApproveAfter { get; }

    /// <summary>Only for settings that were found valid.</summary>
    PolicyChange ToChange() =>
        new(
            RequiresApproval.HasValue ? RequiresApproval.Value : null,
            FirstNPostsBlocked.HasValue ? (int)FirstNPostsBlocked.Value : FirstNPostsBlocked.IsNull ? 0 : null,
            SetsWindow: AutoApproveAfter.IsPresent,
            AutoApproveAfter.HasValue ? ReviewWindow.Parse(AutoApproveAfter.Value!) : null);
}

public abstract class PolicySettingsValidator<T> : AbstractValidator<T>
    where T : IPolicySettings
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
