using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Application.Projects;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Keys;
using Layers.Domain.Social;
using MediatR;
using NodaTime;

namespace Layers.Application.Social;

/// <summary>
/// Connects an account to a project. Without a publisher it is the sandbox, and nothing leaves this server. A test organization may only use publishers that
/// are for test organizations. Needs <c>social:write</c>.
/// </summary>
public sealed record ConnectAccount(
    ProjectId Project,
    Optional<string> Platform,
    Optional<string> Handle,
    Optional<string> Publisher,
    Optional<AccountSettings> Settings) : ICommand<SocialAccountView>
{
    public const string DefaultPublisher = "sandbox";

    public string PublisherName => Publisher.Value ?? DefaultPublisher;
}

/// <summary>What the publisher needs to know of the account, by name. What it does not know is ignored.</summary>
public sealed class AccountSettings : Dictionary<string, Optional<string>>
{
    internal static readonly FieldRule<AccountSettings> Rule = new("an object", new FieldShape(), _ => null);

    internal static IEnumerable<Issue> FaultsOf(AccountSettings? sent, PublisherKind publisher) =>
        publisher.Settings.SelectMany(setting => setting.Takes.IssuesOf($"settings.{setting.Name}", ValueOf(sent, setting), setting.Presence));

    /// <summary>What is kept of settings without faults.</summary>
    internal static Dictionary<string, string> Kept(AccountSettings? sent, PublisherKind publisher) =>
        publisher.Settings.Where(setting => ValueOf(sent, setting).HasValue).ToDictionary(setting => setting.Name, setting => ValueOf(sent, setting).Value!);

    private static Optional<string> ValueOf(AccountSettings? sent, PublisherSetting setting) => sent?.GetValueOrDefault(setting.Name) ?? Optional<string>.Absent;
}

public sealed class ConnectAccountValidator : AbstractValidator<ConnectAccount>
{
    private readonly PublisherCatalog publishers;

    public ConnectAccountValidator(PublisherCatalog publishers)
    {
        this.publishers = publishers;
        RuleFor(command => command.Platform).OneOf(Presence.Required, Words.All<Platform>());
        RuleFor(command => command.Handle).Line(Presence.Required, most: SocialAccount.LongestHandle);
        RuleFor(command => command.Publisher).OneOf(Presence.MayBeAbsent, publishers.Names);
        RuleFor(command => command.Publisher).Custom(CheckPublisher);
        RuleFor(command => command.Settings).Takes(Presence.MayBeAbsentOrNull, AccountSettings.Rule);
        RuleFor(command => command.Settings).Custom(CheckSettings);
    }

    private void CheckPublisher(Optional<string> field, ValidationContext<ConnectAccount> context)
    {
        if (context.Caller()?.Environment != OrganizationEnvironment.Test || PublisherOf(context.InstanceToValidate) is null or { IsForTestOrganizations: true })
            return;
        var allowed = publishers.All.Where(publisher => publisher.IsForTestOrganizations).Select(publisher => publisher.Name);
        var fault = $"publisher must be {string.Join(" or ", allowed)} in a test organization: it never reaches a real platform.";
        context.Report([new Issue("publisher", fault)]);
    }

    private void CheckSettings(Optional<AccountSettings> settings, ValidationContext<ConnectAccount> context)
    {
        if (settings.Fault is null && PublisherOf(context.InstanceToValidate) is { } publisher)
            context.Report(AccountSettings.FaultsOf(settings.Value, publisher));
    }

    private PublisherKind? PublisherOf(ConnectAccount command) => publishers.Find(command.PublisherName)?.Kind;
}

public sealed class ConnectAccountHandler(
    ICaller caller, IProjects projects, ISocialAccounts accounts, PublisherCatalog publishers, IAuditLog audit, IClock clock)
    : IRequestHandler<ConnectAccount, SocialAccountView>
{
    public async Task<SocialAccountView> Handle(ConnectAccount request, CancellationToken cancellationToken)
    {
        var project = await projects.GetForUpdate(caller.Organization, request.Project, cancellationToken);
        var now = clock.Now();
        project.DemandActive();
        var account = Make(request, now);
        accounts.Add(account);
        var view = SocialAccountView.From(account.State);
        audit.Append(new AuditEntry("social_account.connected", now, request.Project, new { after = view }));
        return view;
    }

    private SocialAccount Make(ConnectAccount request, Instant now) =>
        new(new SocialAccountState
        {
            Id = Id.New<SocialAccountId>(now),
            Organization = caller.Organization,
            Project = request.Project,
            Platform = Words.Parse<Platform>(request.Platform.Value!),
            Handle = request.Handle.Value!,
            Publisher = request.PublisherName,
            Settings = AccountSettings.Kept(request.Settings.Value, publishers.Find(request.PublisherName)!.Kind),
            Status = SocialAccountStatus.Connected,
            CreatedAt = now,
        });
}
