using System.CommandLine;
using Layers.Application.Keys;
using Layers.Domain;
using Layers.Domain.Keys;

namespace Layers.Api.Commands;

internal static class KeysCommand
{
    public static Command Create() => new("keys", "Make, list and kill API keys.") { CreateCreate(), CreateList(), CreateKill() };

    private static Command CreateCreate()
    {
        var organization = new Option<string>("--organization") { Description = "A name (made if new) or an id.", Required = true };
        var environment = WordOption("--environment", OrganizationEnvironment.Live, "Of the organization, from its making: live reaches real platforms, test never does.");
        var name = new Option<string>("--name") { Description = "What the key is for.", DefaultValueFactory = _ => "default" };
        var scopes = new Option<string>("--scopes") { Description = "A list with commas; * grants all.", DefaultValueFactory = _ => Scopes.Everything };
        var tier = WordOption("--tier", RateLimitTier.Standard, "How many requests a minute.");
        var actorType = WordOption("--actor-type", ActorType.Service, "Who stands behind the key; written beside each decision.");
        actorType.AcceptOnlyFromAmong(ActorType.Person.ToWord(), ActorType.Agent.ToWord(), ActorType.Service.ToWord());

        var command = new Command("create", "Make a key, and print it: the only time that it can be read.") { organization, environment, name, scopes, tier, actorType };
        command.SetAction((parsed, cancellationToken) => CommandLine.Try(async () =>
        {
            var create = new CreateKey(
                parsed.GetValue(organization)!,
                Words.Parse<OrganizationEnvironment>(parsed.GetValue(environment)!),
                parsed.GetValue(name)!,
                parsed.GetValue(scopes)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                Words.Parse<RateLimitTier>(parsed.GetValue(tier)!),
                Words.Parse<ActorType>(parsed.GetValue(actorType)!));
            var created = await Operator.Run(layers => layers.Send(create, cancellationToken), cancellationToken);
            CommandLine.Print(parsed, Show(created), created.Text.Reveal());
        }));
        return command;
    }

    private static Command CreateList()
    {
        var command = new Command("list", "List the keys of all organizations, without their secrets.");
        command.SetAction((parsed, cancellationToken) => CommandLine.Try(async () =>
        {
            var keys = await Operator.Run(layers => layers.Send(new ListKeys(), cancellationToken), cancellationToken);
            var lines = keys.Select(key => $"{key.Id}  {key.OrganizationName} ({key.Environment.ToWord()})  {key.Name}  {string.Join(',', key.Scopes)}  {key.Status.ToWord()}");
            CommandLine.Print(parsed, new { keys = keys.Select(Show) }, keys.Count == 0 ? "There are no keys yet." : string.Join(Environment.NewLine, lines));
        }));
        return command;
    }

    private static Command CreateKill()
    {
        var id = new Argument<string>("id") { Description = "key_…" };
        var command = new Command("kill", "Switch a key off on every node, within a second.") { id };
        command.SetAction((parsed, cancellationToken) => CommandLine.Try(async () =>
        {
            if (!Id.TryParse<ApiKeyId>(parsed.GetValue(id), out var key))
                throw DomainException.NotFound(ApiKeyId.Noun);
            await Operator.Run(layers => layers.Send(new KillKey(key), cancellationToken), cancellationToken);
            CommandLine.Print(parsed, new { id = key.ToString(), status = ApiKeyStatus.Killed.ToWord() }, $"{key} is switched off.");
        }));
        return command;
    }

    private static Option<string> WordOption<TEnum>(string name, TEnum otherwise, string description)
        where TEnum : struct, Enum
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => otherwise.ToWord() };
        return option.AcceptOnlyFromAmong([.. Words.All<TEnum>()]);
    }

    private static object Show(CreatedKey created) =>
        new
        {
            id = created.Key.Id.ToString(),
            apiKey = created.Text.Reveal(),
            organizationId = created.Key.Organization.ToString(),
            organizationName = created.OrganizationName,
            environment = created.Environment.ToWord(),
            name = created.Key.Name,
            scopes = created.Key.Scopes,
            tier = created.Key.Tier.ToWord(),
            actorType = created.Key.ActorType.ToWord(),
            createdAt = created.Key.CreatedAt,
        };

    private static object Show(ApiKeyView key) =>
        new
        {
            id = key.Id.ToString(),
            organizationId = key.OrganizationId.ToString(),
            organizationName = key.OrganizationName,
            environment = key.Environment.ToWord(),
            keyId = key.KeyId,
            name = key.Name,
            scopes = key.Scopes,
            tier = key.Tier.ToWord(),
            actorType = key.ActorType.ToWord(),
            status = key.Status.ToWord(),
            createdAt = key.CreatedAt,
            killedAt = key.KilledAt,
        };
}
