using System.Text.RegularExpressions;
using Xunit;

namespace Gatehouse.Architecture.Tests.Sources;

public partial class TestMethodTests
{
    [Fact]
    public void Test_methods_are_found() => Assert.Contains(AllTests(), t => t.Name == nameof(Test_methods_are_found));

    [Fact]
    public void Test_asserts_something() => Violations.AssertNone(AllTests().Where(t => !Assertion().IsMatch(t.Body)));

    [Fact]
    public void Test_waits_for_conditions_and_never_sleeps() =>
        // The TestKit polls with deadlines; everybody else goes through it.
        Violations.AssertNone(SourceFile.All.Where(f => f.IsTest && !f.RelativePath.StartsWith("tests/Gatehouse.TestKit/", StringComparison.Ordinal) && Sleep().IsMatch(f.Text)));

    [Fact]
    public void Test_body_ends_before_the_next_test()
    {
        var text = "namespace A;\n\npublic class B\n{\n    [Fact]\n    public void First()\n    {\n    }\n\n    [Fact]\n    public void Second() => Assert.True(true);\n}\n";
        var tests = TestMethod.In(new SourceFile("tests/A/B.cs", text)).ToArray();
        Assert.Equal(["First", "Second"], tests.Select(t => t.Name));
        Assert.DoesNotMatch(Assertion(), tests[0].Body);
        Assert.Matches(Assertion(), tests[1].Body);
    }

    private static IEnumerable<TestMethod> AllTests() => SourceFile.All.Where(f => f.IsTest).SelectMany(TestMethod.In);

    // xunit's Assert, FsCheck's Check, a wait that throws, or a shared assertion whose name says that it is one.
    [GeneratedRegex(@"\bAssert\w*\.|\bAssert\w*\(|\bCheck\w*\(|\bVerify\w*\(|\bExpect\w*\(|\bShould\w*\(|\bEventually\.|\.QuickCheck\w*\(|\bMust\w*\(")]
    private static partial Regex Assertion();

    [GeneratedRegex(@"Thread\.Sleep\s*\(|Task\.Delay\s*\((?!Timeout\.Infinite|Infinite|-1)")]
    private static partial Regex Sleep();
}
