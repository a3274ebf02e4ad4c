using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Ai.Accounting.Ledger;
using Xunit;

namespace Gatehouse.Ai.Tests.Accounting.Ledger;

public class ExactMoneyTests
{
    [Theory]
    [InlineData("0", 0, 0)]
    [InlineData("1", 1_000_000_000, 0)]
    [InlineData("0.000000000000000001", 0, 1)]
    [InlineData("12.345678901234567891", 12_345_678_901, 234_567_891)]
    [InlineData("0.0000000009999999999", 1, 0)]
    [InlineData("199999999999.99", 9_223_372_035_854_775_807, 0)]
    [InlineData("-199999999999.99", -9_223_372_036_854_775_807, 0)]
    public void Amount_is_split_to_18_places(string usd, long nano, long atto)
        => Assert.Equal((nano, atto), ExactMoney.Split(decimal.Parse(usd, CultureInfo.InvariantCulture)));

    [Fact]
    public void Joining_takes_back_splitting()
        => Prop.ForAll(ArbMap.Default.ArbFor<long>(), value =>
        {
            decimal usd = Math.Abs(value % 1_000_000_000_000_000_000) * 0.000000000000000001m * 1000;
            var (nano, atto) = ExactMoney.Split(usd);
            return ExactMoney.Join(nano, atto) == usd;
        }).Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.000000001", 1)]
    [InlineData("0.0000000010000000001", 2)]
    [InlineData("10000000000", long.MaxValue)]
    public void Counters_round_up(string usd, long nano) => Assert.Equal(nano, ExactMoney.NanoUp(decimal.Parse(usd, CultureInfo.InvariantCulture)));
}
