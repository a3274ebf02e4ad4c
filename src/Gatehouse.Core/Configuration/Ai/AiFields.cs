using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration.Ai;

/// <summary>Fields that several kinds of AI entities have.</summary>
internal static class AiFields
{
    /// <summary>Name of a model, provider, policy or budget: printable, as vendors name models (<c>llama3.2:1b</c>, <c>org/model</c>).</summary>
    public static Field Name(string name = "name") => Field.String(name).Where(
        CommonFields.Text(t => t.Length <= 256 && t.All(c => c is > ' ' and < '\x7f' and not ',' and not '"' and not '\\') ? null : "invalid name"),
        "use printable ASCII without spaces, commas, quotes and backslashes, at most 256 characters");

    /// <summary>Name of a data class.</summary>
    public static Field DataClass(string name = "class") => Field.String(name).Where(
        CommonFields.Text(t => t.Length <= 64 && t.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-') ? null : "invalid data class"),
        "use lower-case letters, digits, _ and -: public, internal, pii, phi or one of your own");

    public static Field DataClasses(string name = "data_classes") => Field.SetOf(name, DataClass());

    /// <summary>A secret that must be a reference: a key written into a file would be in every copy of it.</summary>
    public static Field Reference(string name) => Field.String(name).Secret().Where(
        CommonFields.Text(t => VaultSyntax.IsReference(t) ? null : "must be a reference"),
        "write {vault://env/NAME} and put the value into the environment, or name a file with the field that ends in _file");

    /// <summary>Prices in US dollars per million tokens, as decimal text or number.</summary>
    public static Field Price() => Field.RecordOf("price", RecordSchema.Of(
        Rate("input").Describe("Input tokens."),
        Rate("output").Describe("Output tokens."),
        Rate("cache_read").Describe("Input tokens read from the prompt cache."),
        Rate("cache_write").Describe("Input tokens written to the prompt cache (five minutes)."),
        Rate("cache_write_1h").Describe("Input tokens written to the prompt cache for an hour."),
        Rate("reasoning").Describe("Reasoning tokens; unset = as output."),
        Rate("input_audio").Describe("Audio tokens of the input; unset = as input."),
        Rate("output_audio").Describe("Audio tokens of the output; unset = as output."),
        Rate("input_image").Describe("Image tokens of the input; unset = as input.")))
        .Describe("Prices in US dollars per million tokens; what is unset comes from the price book.");

    private static Field Rate(string name) => Field.Number(name).InRange(0, 1_000_000);

    /// <summary>Common ends of a record.</summary>
    public static Field[] With(params Field[] fields) =>
    [
        CommonFields.Id(),
        Name().Required().Unique().Describe("What others call it by."),
        .. fields,
        CommonFields.Tags(),
        CommonFields.TimestampSeconds("created_at"),
        CommonFields.TimestampSeconds("updated_at"),
    ];
}
