using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Compliance.Conversations;
using Gatehouse.Ai.Compliance.Scanning;
using Xunit;

namespace Gatehouse.Ai.Tests.Compliance;

public class ScanTests
{
    private const string Secret = "Patient Zbigniew Quispe SSN 219-45-6789 has diabetes";

    [Fact]
    public void Plain_text_is_public()
    {
        using var scan = Begin(Policies.Standard);
        scan.Add(FieldKind.User, "What is the capital of Australia?");

        Assert.Equal(DataClass.Public, scan.Classify().Class);
        Assert.Equal(ClassificationOrigins.None, scan.Classify().Origins);
    }

    [Fact]
    public void Declared_class_holds_whatever_is_found()
    {
        using var scan = Begin(Policies.Standard);
        scan.Declare(DataClass.Phi);
        scan.Declare(DataClass.Public);
        scan.Add(FieldKind.User, "hello");

        Assert.Equal(DataClass.Phi, scan.Classify().Class);
        Assert.Equal(ClassificationOrigins.Declared, scan.Classify().Origins);
    }

    [Fact]
    public void Declaration_as_public_takes_nothing_away()
    {
        using var scan = Begin(Policies.Standard);
        scan.Declare(DataClass.Public);
        scan.Add(FieldKind.User, Secret);

        Assert.Equal(DataClass.Phi, scan.Classify().Class);
    }

    [Theory]
    [InlineData(true, "phi")]
    [InlineData(false, "public")]
    public void Part_that_cannot_be_read_is_protected_when_strict(bool strict, string expected)
    {
        using var scan = Begin(Policies.Build(new CompliancePolicyConfig { Name = "p", Strict = strict }));
        scan.AddUninspectable(UninspectableKind.Image);

        Assert.Equal(expected, scan.Classify().Class.Name);
        Assert.Equal(1, scan.Classify().UninspectableParts);
    }

    [Fact]
    public void Too_many_characters_are_protected()
    {
        using var scan = Begin(Policies.Build(new CompliancePolicyConfig { Name = "p", MaxCharacters = 100 }));
        scan.Add(FieldKind.User, new string('a', 60));
        scan.Add(FieldKind.User, new string('b', 60));
        Assert.Equal(2, scan.Add(FieldKind.User, "hello"));

        Assert.Equal(ScanFailure.Oversize, scan.Classify().Failure);
        Assert.Equal(DataClass.Phi, scan.Classify().Class);
        Assert.Equal(ClassificationOrigins.Error, scan.Classify().Origins);
    }

    [Fact]
    public void Too_many_fields_are_protected()
    {
        using var scan = Begin(Policies.Build(new CompliancePolicyConfig { Name = "p", MaxFields = 2 }));
        for (var i = 0; i < 3; i++)
        {
            scan.Add(FieldKind.User, "hello");
        }

        Assert.Equal(ScanFailure.Oversize, scan.Classify().Failure);
        Assert.Equal(DataClass.Phi, scan.Classify().Class);
    }

    [Fact]
    public void Scan_that_takes_too_long_is_protected()
    {
        using var scan = new TextScanner(Policies.Standard, new StepClock(TimeSpan.FromMilliseconds(100))).Begin();
        scan.Add(FieldKind.User, string.Concat(Enumerable.Repeat("a word and another ", 2000)));

        Assert.Equal(ScanFailure.TimeOut, scan.Classify().Failure);
        Assert.Equal(DataClass.Phi, scan.Classify().Class);
    }

    [Fact]
    public void Fault_in_a_scan_is_protected_and_not_thrown()
    {
        using var scan = new TextScanner(Policies.Standard, new StepClock(TimeSpan.Zero, faultAt: 3)).Begin();
        scan.Add(FieldKind.User, "hello world");

        Assert.Equal(ScanFailure.Fault, scan.Classify().Failure);
        Assert.Equal(DataClass.Phi, scan.Classify().Class);
    }

    [Fact]
    public void Failure_protects_as_high_as_the_policy_does()
    {
        var errors = new List<string>();
        var classes = DataClasses.Build([("crown-jewels", 900), ("gossip", 950)], errors);
        var policy = Policies.Build(new CompliancePolicyConfig { Name = "p", MaxCharacters = 1, Actions = new Dictionary<string, PolicyAction> { ["gossip"] = PolicyAction.Allow } }, classes);
        using var scan = Begin(policy);
        scan.Add(FieldKind.User, "hello");

        Assert.Equal("crown-jewels", scan.Classify().Class.Name);
    }

    [Fact]
    public void Carried_classes_hold_and_say_so()
    {
        using var scan = Begin(Policies.Standard);
        scan.Carry(new CarriedClasses(default(DataClassSet).With(DataClass.Phi), default));
        scan.Add(FieldKind.User, "and what now?");

        Assert.Equal(DataClass.Phi, scan.Classify().Class);
        Assert.Equal(ClassificationOrigins.Sticky, scan.Classify().Origins);
    }

    [Fact]
    public void Nothing_may_be_added_behind_the_classification()
    {
        using var scan = Begin(Policies.Standard);
        scan.Classify();

        Assert.Throws<InvalidOperationException>(() => scan.Add(FieldKind.User, Secret));
        Assert.Throws<InvalidOperationException>(() => scan.AddUninspectable(UninspectableKind.File));
    }

    [Fact]
    public void Kept_scan_begins_blank()
    {
        var scanner = new TextScanner(Policies.Standard, TimeProvider.System);
        using (var first = scanner.Begin())
        {
            first.Declare(DataClass.Phi);
            first.Add(FieldKind.User, Secret);
            first.Classify();
        }

        using var second = scanner.Begin();
        second.Add(FieldKind.User, "My email is jane.roe@example.org");

        Assert.Equal(DataClass.Pii, second.Classify().Class);
        Assert.Single(second.Detections);
    }

    [Fact]
    public void Nothing_that_is_printed_holds_data()
    {
        using var scan = Begin(Policies.With(("phi", PolicyAction.Redact)));
        scan.Add(FieldKind.User, Secret);
        var decision = scan.Decide();
        using var refusing = Begin(Policies.With(("phi", PolicyAction.Refuse)));
        refusing.Add(FieldKind.User, Secret);
        var mismatch = Assert.Throws<InvalidOperationException>(() => decision.Redactor!.Redact(0, Secret + "."));
        var redacted = decision.Redactor!.Redact(0, Secret);

        var printed = string.Join('\n', scan.Classify(), scan, decision, decision.Redactor, decision.Redactor.Map, decision.Redactor.Complete(), decision.Redactor.Restorer(), mismatch,
            refusing.Decide().Refusal, refusing.Decide().Refusal!.Message, string.Join(' ', scan.Detections), redacted);
        foreach (var part in (string[])["Zbigniew", "Quispe", "219", "6789"])
        {
            Assert.DoesNotContain(part, printed, StringComparison.Ordinal);
        }

        Assert.Contains("ssn=1", scan.Classify().ToString(), StringComparison.Ordinal);
        Assert.Contains("special", refusing.Decide().Refusal!.Message, StringComparison.Ordinal);
    }

    private static Scan Begin(CompliancePolicy policy) => new TextScanner(policy, TimeProvider.System).Begin();

    /// <summary>Moves on by a step each time it is asked, and may throw once.</summary>
    private sealed class StepClock(TimeSpan step, int faultAt = 0) : TimeProvider
    {
        private int _asked;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => ++_asked == faultAt ? throw new InvalidOperationException("clock") : _asked * step.Ticks;
    }
}
