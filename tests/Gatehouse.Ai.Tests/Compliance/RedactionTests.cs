using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Compliance.Redaction;
using Gatehouse.Ai.Compliance.Scanning;
using Xunit;

namespace Gatehouse.Ai.Tests.Compliance;

public class RedactionTests
{
    private static readonly CompliancePolicy Redacting = Policies.With(("pii", PolicyAction.Redact), ("phi", PolicyAction.Redact));

    [Fact]
    public void Hits_become_placeholders_and_the_same_value_the_same()
    {
        var redactor = Decide(out var texts, "Mail jane.roe@example.org, then bob.low@example.org, then jane.roe@example.org").Redactor!;

        Assert.Equal("Mail [EMAIL_1], then [EMAIL_2], then [EMAIL_1]", redactor.Redact(0, texts[0]));
    }

    [Fact]
    public void Same_value_in_several_fields_gets_one_placeholder()
    {
        var redactor = Decide(out var texts, "call 415-555-0142", "the number 415-555-0142 is engaged").Redactor!;

        Assert.Equal("call [PHONE_1]", redactor.Redact(0, texts[0]));
        Assert.Equal("the number [PHONE_1] is engaged", redactor.Redact(1, texts[1]));
    }

    [Fact]
    public void Clearance_comes_only_when_every_field_with_a_hit_is_rewritten()
    {
        var redactor = Decide(out var texts, "call 415-555-0142", "mail jane.roe@example.org", "hello").Redactor!;
        redactor.Redact(0, texts[0]);

        Assert.Throws<InvalidOperationException>(redactor.Complete);
        redactor.Redact(1, texts[1]);
        var clearance = redactor.Complete();
        Assert.True(clearance.IsRedacted);
        Assert.True(clearance.IsProtected);
        Assert.True(clearance.Required.IsEmpty);
    }

    [Fact]
    public void Another_text_than_the_scanned_one_is_not_rewritten()
    {
        var redactor = Decide(out _, "call 415-555-0142").Redactor!;

        Assert.Throws<InvalidOperationException>(() => redactor.Redact(0, "call 415-555-0143"));
    }

    [Theory]
    [InlineData("Patient John Smith, SSN 219\u200B-45-67\u200B89, has diabetes", "219\u200B-45-67\u200B89")]
    [InlineData("Patient John Smith, SSN ２１９-45-6789, has diabetes", "２１９-45-6789")]
    public void Disguised_value_is_cut_as_a_whole_and_restored_as_it_was(string text, string value)
    {
        var redactor = Decide(out _, text).Redactor!;
        var redacted = redactor.Redact(0, text);

        Assert.DoesNotContain(value, redacted, StringComparison.Ordinal);
        Assert.DoesNotContain("6789", redacted, StringComparison.Ordinal);
        Assert.DoesNotContain("Smith", redacted, StringComparison.Ordinal);
        Assert.Equal(text, redactor.Restorer().Restore(redacted));
    }

    [Fact]
    public void What_looks_like_a_placeholder_already_is_neither_restored_nor_confused()
    {
        var text = "[EMAIL_1] and jane.roe@example.org";
        var redactor = Decide(out _, text).Redactor!;
        var redacted = redactor.Redact(0, text);

        Assert.StartsWith("[EMAIL_1] and [EMAIL_1_", redacted, StringComparison.Ordinal);
        Assert.Equal("[EMAIL_1] says jane.roe@example.org", redactor.Restorer().Restore("[EMAIL_1] says " + redacted[14..]));
        Assert.NotEqual(redacted, Decide(out _, text).Redactor!.Redact(0, text));
    }

    [Fact]
    public void Answer_is_restored_the_same_whatever_its_pieces()
    {
        var redactor = Decide(out var texts, "jane.roe@example.org 415-555-0142 bob.low@example.org").Redactor!;
        redactor.Redact(0, texts[0]);
        const string answer = "Write [EMAIL_1], [[EMAIL_2]] or call [PHONE_1]; not [EMAIL_9], [EMAIL_1 or [PHONE_";
        const string expected = "Write jane.roe@example.org, [bob.low@example.org] or call 415-555-0142; not [EMAIL_9], [EMAIL_1 or [PHONE_";

        Assert.Equal(expected, redactor.Restorer().Restore(answer));
        for (var first = 0; first <= answer.Length; first++)
        {
            for (var second = first; second <= answer.Length; second++)
            {
                var restorer = redactor.Restorer();
                var restored = restorer.Push(answer.AsSpan(0, first)) + restorer.Push(answer.AsSpan(first, second - first)) + restorer.Push(answer.AsSpan(second)) + restorer.Flush();
                Assert.Equal(expected, restored);
            }
        }
    }

    [Fact]
    public void Only_the_beginning_of_a_placeholder_is_held_back()
    {
        var redactor = Decide(out var texts, "jane.roe@example.org").Redactor!;
        redactor.Redact(0, texts[0]);
        var restorer = redactor.Restorer();

        Assert.Equal("a [b] ", restorer.Push("a [b] [EM"));
        Assert.Equal("", restorer.Push("AIL_1"));
        Assert.Equal("jane.roe@example.org!", restorer.Push("]!"));
        Assert.Equal("[EMX", restorer.Push("[EMX"));
        Assert.Equal("", restorer.Flush());
    }

    [Fact]
    public void Value_is_escaped_in_json_arguments()
    {
        var map = new PlaceholderMap(tagged: false);
        var value = "Jane \"JR\" Roe\n\\x";
        var placeholder = map.For(EntityKind.Name, value);
        var restorer = new Restorer(map, json: true);

        var json = restorer.Restore($"{{\"who\":\"{placeholder}\"}}");
        Assert.Equal(value, JsonDocument.Parse(json).RootElement.GetProperty("who").GetString());
    }

    [Fact]
    public void Value_from_json_arguments_reads_unescaped_in_the_answer()
    {
        using var scan = new TextScanner(Redacting, TimeProvider.System).Begin();
        const string text = "{\"patient_name\":\"Jos\\u00e9 Garc\\u00eda\",\"dx\":\"asthma\"}";
        scan.Add(FieldKind.ToolArguments, text);
        var redactor = scan.Decide().Redactor!;

        Assert.Equal("{\"patient_name\":\"[NAME_1]\",\"dx\":\"asthma\"}", redactor.Redact(0, text));
        Assert.Equal("José García is fine", redactor.Restorer().Restore("[NAME_1] is fine"));
    }

    [Fact]
    public void Any_answer_in_any_pieces_is_restored_alike()
    {
        var map = new PlaceholderMap(tagged: false);
        map.For(EntityKind.Email, "jane.roe@example.org");
        map.For(EntityKind.Ssn, "219-45-6789");
        var pieces = Gen.ListOf(Gen.Elements("[", "]", "EMAIL", "SSN", "_1", "_2", "[EMAIL_1]", "[SSN_1]", "x", " ", "[[", "_"));
        Prop.ForAll(pieces.ToArbitrary(), list =>
        {
            var whole = string.Concat(list);
            var expected = whole.Replace("[EMAIL_1]", "jane.roe@example.org", StringComparison.Ordinal).Replace("[SSN_1]", "219-45-6789", StringComparison.Ordinal);
            var restorer = new Restorer(map, json: false);
            return string.Concat(list.Select(p => restorer.Push(p)).ToList()) + restorer.Flush() == expected;
        }).QuickCheckThrowOnFailure();
    }

    private static PolicyDecision Decide(out string[] texts, params string[] fields)
    {
        texts = fields;
        using var scan = new TextScanner(Redacting, TimeProvider.System).Begin();
        foreach (var field in fields)
        {
            scan.Add(FieldKind.User, field);
        }

        return scan.Decide();
    }
}
