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
    private const string WhatAWindowIs = "must be ISO-8601 duration (e.g. PT24H, P7D)";

    private static readonly string WhatFirstNIs = $"must be a whole number from 0 to {ApprovalPolicy.MostFirstN}, or null";

    protected PolicySettingsValidator()
    {
        RuleFor(settings => settings.RequiresApproval).Flag(Presence.MayBeAbsent);
        RuleFor(settings => settings.FirstNPostsBlocked)
            .Check(Presence.MayBeAbsentOrNull, "a whole number", n => n is < 0 or > ApprovalPolicy.MostFirstN ? WhatFirstNIs : null);
        RuleFor(settings => settings.AutoApproveAfter)
            .Check(Presence.MayBeAbsentOrNull, "a string", text => ReviewWindow.TryParse(text, out _) ? null : WhatAWindowIs);
        RuleFor(settings => settings)
            .Must(settings => settings.RequiresApproval.IsPresent || settings.FirstNPostsBlocked.IsPresent || settings.AutoApproveAfter.IsPresent)
            .OverridePropertyName("")
            .WithMessage("At least one of requiresApproval, firstNPostsBlocked and autoApproveAfter is required.");
    }
}
