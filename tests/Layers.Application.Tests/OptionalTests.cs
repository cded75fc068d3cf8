namespace Layers.Application.Tests;

public sealed class OptionalTests
{
    [Fact]
    public void Absent_IsNothingAtAll()
    {
        States(Optional<string>.Absent).Should().Be((false, false, false, null));
        States(Optional<bool>.Absent).Should().Be((false, false, false, null));
        default(Optional<long>).Should().Be(Optional<long>.Absent);
    }

    [Fact]
    public void Null_IsPresentButNoValue_OfAnyType()
    {
        States(Optional<string>.Null).Should().Be((true, false, true, null));
        States(Optional<bool>.Null).Should().Be((true, false, true, null));
        States(Optional<long>.Null).Should().Be((true, false, true, null));
    }

    [Fact]
    public void Value_IsAValue_WhateverItIs()
    {
        States(Optional<string>.Of("")).Should().Be((true, true, false, null));
        States(Optional<bool>.Of(false)).Should().Be((true, true, false, null));
        States(Optional<long>.Of(0)).Should().Be((true, true, false, null));
        Optional<long>.Of(5).Value.Should().Be(5);
    }

    [Fact]
    public void WrongType_IsNeitherNullNorAValue()
    {
        States(Optional<string>.WrongType("must be a string")).Should().Be((true, false, false, "must be a string"));
        States(Optional<bool>.WrongType("must be true or false")).Should().Be((true, false, false, "must be true or false"));
    }

    [Fact]
    public void TheFour_AreDifferentThings() =>
        new[] { Optional<bool>.Absent, Optional<bool>.Null, Optional<bool>.Of(false), Optional<bool>.WrongType("must be true or false") }
            .Should().OnlyHaveUniqueItems();

    private static (bool IsPresent, bool HasValue, bool IsNull, string? Fault) States<T>(Optional<T> optional) =>
        (optional.IsPresent, optional.HasValue, optional.IsNull, optional.Fault);
}
