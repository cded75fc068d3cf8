using Layers.Infrastructure.Sql;
using Npgsql;

namespace Layers.Infrastructure.Tests.Sql;

public sealed class StatementTests
{
    [Fact]
    public void Of_NamedArguments_BecomePositionsInTheOrderOfTheText()
    {
        var command = Command("select @second, @first, @second::int, 'a'::text", new { first = 1, second = "x", unused = 3L });

        command.CommandText.Should().Be("select $1, $2, $1::int, 'a'::text");
        command.Parameters.Select(parameter => parameter.Value).Should().Equal("x", 1);
        command.Parameters.Should().OnlyContain(parameter => parameter.ParameterName == "", "a named one would make Npgsql look for names");
    }

    [Fact]
    public void Of_TheSameTextAgain_IsTheSameStatement() =>
        Statement.Of("select @one", new { one = 1 }).Should().BeSameAs(Statement.Of("select @one", new { one = 2 }));

    [Fact]
    public void Of_TheSameTextWithOtherTypes_IsAnother() =>
        Statement.Of("select @one", new { one = 1 }).Should().NotBeSameAs(Statement.Of("select @one", new { one = "1" }));

    [Fact]
    public void Of_AnArgumentThatIsMissing_Refuses()
    {
        var statement = () => Statement.Of("select @missing", new { other = 1 });

        statement.Should().Throw<ArgumentException>().WithMessage("@missing has no argument.*");
    }

    [Fact]
    public void Of_MoreTextsThanAreKept_ForgetsTheEarlierOnes()
    {
        var early = Statement.Of("select 'early', @one", new { one = 1 });
        for (var number = 0; number < 5_000; number++)
            Statement.Of($"select {number}, @one", new { one = 1 });

        Statement.Of("select 'early', @one", new { one = 1 }).Should().NotBeSameAs(early);
    }

    [Fact]
    public void Of_ATextThatIsUsedAllTheTime_IsKeptHoweverManyOthersComeAndGo()
    {
        var used = Statement.Of("select 'used', @one", new { one = 1 });
        for (var number = 0; number < 10_000; number++)
        {
            Statement.Of($"select 'rare', {number}, @one", new { one = 1 });
            Statement.Of("select 'used', @one", new { one = 1 }).Should().BeSameAs(used);
        }
    }

    [Fact]
    public void Counted_AsksForTheRowsBehindItsOwnArguments()
    {
        var arguments = new { name = "a" };

        var command = Statement.Counted("update t set a = @name where b = @name", arguments).ToCommand(arguments, rows: 3);

        command.CommandText.Should().Be("with touched as (update t set a = $1 where b = $1 returning 1) select demand_rows(count(*), $2) from touched");
        command.Parameters.Select(parameter => parameter.Value).Should().Equal("a", 3L);
    }

    private static NpgsqlBatchCommand Command(string sql, object values) => Statement.Of(sql, values).ToCommand(values);
}
