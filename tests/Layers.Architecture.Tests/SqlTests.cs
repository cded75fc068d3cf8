using System.Reflection;
using System.Text.RegularExpressions;
using Layers.Infrastructure;

namespace Layers.Architecture.Tests;

public sealed partial class SqlTests
{
    /// <summary>Statements that are not confined to one organization, and why.</summary>
    private static readonly Dictionary<string, string> NotOfOneOrganization = new()
    {
        ["OrganizationRepository.Select"] = "the operator's list; the rest of it is a where",
        ["OrganizationRepository.SelectAll"] = "for the operator, who may look into each",
        ["OrganizationRepository.SelectOne"] = "for the operator, who may look into each",
        ["ApiKeyRepository.SelectKeys"] = "the operator's list; the rest of it is always a where",
        ["ApiKeyRepository.SelectAllKeys"] = "for the operator, who may look into each",
        ["ApiKeyRepository.SelectOwner"] = "says which organization the operator's command is about",
        ["ApiKeyRepository.SelectHasKeys"] = "for the operator, who may look into each",
        ["ApiKeyRepository.UpdateUses"] = "what a node remembers of all its callers, written down at once",
        ["ApiKeyRepository.SelectByKeyId"] = "says which organization is calling",
        ["CredentialLookups.SelectByKeyIds"] = "says which organizations are calling",
        ["IdempotencyKeys.SelectExpired"] = "finds where there is work, which is then done in one organization at a time",
        ["DuePostRepository.SelectDueAccounts"] = "finds where there is work, which is then done in one organization at a time",
        ["ReviewClockRepository.SelectProjectsWithExpiring"] = "finds where there is work, which is then done in one organization at a time",
        ["ReviewClockRepository.SelectProjectsWithDue"] = "finds where there is work, which is then done in one organization at a time",
        ["MediaRetentionRepository.SelectOrganizationsWithOldMedia"] = "finds where there is work, which is then done in one organization at a time",
        ["EventRetentionRepository.SelectOrganizationsWithOldEvents"] = "finds where there is work, which is then done in one organization at a time",
        ["DeliveryRetentionRepository.SelectOrganizationsWithOldDeliveries"] = "finds where there is work, which is then done in one organization at a time",
        ["MediaOwnerReads.SelectWithoutFiles"] = "files carry no organization in their names",
        ["MediaOwnerReads.SelectUnnamed"] = "files carry no organization in their names",
        ["MediaOwnerReads.SelectDatabase"] = "asks the cluster, which knows no organizations",
        ["MediaOwnerReads.SelectBirth"] = "speaks of the schema, not of rows",
        ["UploadExpiryRepository.SelectOrganizationsWithExpired"] = "finds where there is work, which is then done in one organization at a time",
        ["MediaUsageRepository.SelectUsages"] = "for the operator, who may look into each",
        ["WebhookEndpointRepository.SelectDue"] = "finds where there is work, which is then done in one organization at a time",
        ["EventRepository.SelectOrganizationsToPosition"] = "finds where there is work, which is then done in one organization at a time",
        ["AuditChain.SelectOrganizationsToSeal"] = "finds where there is work, which is then done in one organization at a time",
        ["NewEvents.NotifyOthers"] = "wakes listeners and touches no row",
        ["FullContainerRow.FullColumns"] = "columns of statements that are confined themselves",
        ["FullContainerRow.Pending"] = "a column of statements that are confined themselves",
        ["FullContainerRow.PendingIfAny"] = "a column of statements that are confined themselves",
        ["PostRow.Caption"] = "a column of statements that are confined themselves",
        ["PostRow.Columns"] = "columns of statements that are confined themselves",
        ["FirstN.CountDecided"] = "a column of statements that are confined themselves",
        ["PolicyRepository.CountUndecided"] = "a column of statements that are confined themselves",
        ["ServerSecrets.InsertSecret"] = "belongs to the server",
        ["ServerSecrets.SelectSecret"] = "belongs to the server",
        ["GateReads.SelectOldest"] = "measures the whole server, for its operator",
        ["GateRuleRepository.SelectRules"] = "belongs to the servers",
        ["GateRuleRepository.InsertRules"] = "belongs to the servers",
        ["GateRuleRepository.DeleteRule"] = "belongs to the servers",
        ["DatabaseClock.SelectTime"] = "asks for the time, not for rows",
        ["Session.DatabaseExists"] = "asks the cluster, which knows no organizations",
        ["Migrator.SelectRoleExists"] = "asks the cluster, which knows no organizations",
        ["Migrator.SelectIsInvalid"] = "speaks of the schema, not of rows",
    };

    private static readonly IReadOnlyList<(string Name, string Sql)> Statements =
    [
        .. from type in typeof(Registration).Assembly.GetTypes()
           from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           where field is { IsLiteral: true } && field.FieldType == typeof(string)
           let text = (string)field.GetRawConstantValue()!
           where Verb().IsMatch(text)
           select ($"{type.Name}.{field.Name}", text),
    ];

    [Fact]
    public void EveryStatement_IsConfinedToOneOrganization_OrIsKnownNotToBe() =>
        Statements.Where(statement => !IsConfined(statement.Sql)).Select(statement => statement.Name).Should().BeEquivalentTo(NotOfOneOrganization.Keys);

    [Fact]
    public void NoStatement_AsksTheDatabaseForTheTime() =>
        Statements.Where(statement => DatabaseTime().IsMatch(statement.Sql)).Select(statement => statement.Name)
            .Should().Equal(["DatabaseClock.SelectTime"], "it compares this node's clock with the database's, and nothing takes its time from it");

    [Fact]
    public void EveryStatement_IsPrivate_UnlessItIsPartOfAnother()
    {
        var shared = from type in typeof(Registration).Assembly.GetTypes()
                     from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                     where field is { IsLiteral: true, IsPrivate: false } && field.FieldType == typeof(string) && Verb().IsMatch((string)field.GetRawConstantValue()!)
                     select $"{type.Name}.{field.Name}";

        shared.Should().BeEquivalentTo(
            "ApiKeyRepository.SelectKeys",
            "ContentReads.SelectFull",
            "ContainerRow.Insert",
            "FullContainerRow.FullColumns",
            "FullContainerRow.Pending",
            "FullContainerRow.PendingIfAny",
            "PostRow.Caption",
            "PostRow.Columns",
            "DuePostRow.LockDue",
            "HeldPostRow.LockAccounts",
            "FirstN.CountDecided");
    }

    [Fact]
    public void NoSql_StandsOutsideAConstant()
    {
        var strays = Source.Of("Layers.Infrastructure").Where(file => InlineSql().IsMatch(file.Text)).Select(file => file.Path);

        strays.Should().BeSubsetOf(["Layers.Infrastructure/Sql/Migrator.cs"], "its table exists before there is a schema");
    }

    [Fact]
    public void Statements_AreFound() =>
        Statements.Select(statement => statement.Name).Should().Contain(["ContainerRepository.LockContainer", "AuditLog.InsertEntries"]).And.HaveCountGreaterThan(25);

    private static bool IsConfined(string sql) =>
        Insert().IsMatch(sql) ? sql.Contains("(organization_id,", StringComparison.Ordinal) || sql.Contains("organization_id, ", StringComparison.Ordinal) : Confined().IsMatch(sql);

    [GeneratedRegex(@"\b(select|insert into|update|delete from)\s", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Verb();

    [GeneratedRegex(@"^\s*(with \w+ as \(\s*)?insert into", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Insert();

    [GeneratedRegex(@"organization_id = @(organization(_id)?|OrganizationId)\b", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Confined();

    [GeneratedRegex(@"\bnow\(\)|current_timestamp|clock_timestamp|current_date|localtimestamp", RegexOptions.IgnoreCase, 1_000)]
    private static partial Regex DatabaseTime();

    [GeneratedRegex(@"(One|Many|Execute|Write|ExecuteAsync|QueryAsync|ExecuteScalarAsync)(<[^>]+>)?\(\s*\$?""", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex InlineSql();
}
