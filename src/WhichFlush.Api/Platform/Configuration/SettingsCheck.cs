using Microsoft.Extensions.Options;

namespace WhichFlush.Api.Platform.Configuration;

/// <summary>Validates the settings before the service starts.</summary>
internal static class SettingsCheck
{
    /// <summary>Writes every error to <paramref name="errors"/>; false if there is none.</summary>
    public static bool Fails(IConfiguration configuration, TextWriter errors)
    {
        try
        {
            Settings.Read(configuration);
            return false;
        }
        catch (OptionsValidationException exception)
        {
            errors.WriteLine("The configuration is not accepted:");
            foreach (string failure in exception.Failures)
            {
                errors.WriteLine($"  {failure}");
            }

            return true;
        }
    }
}
