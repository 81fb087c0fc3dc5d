"""The Core Business Vocabulary 2.0: its words, and their three spellings.

The short word (`shipping`, JSON), the URN (`urn:epcglobal:cbv:bizstep:shipping`, XML and EPCIS 1.x) and the web
URI (`https://ref.gs1.org/cbv/BizStep-shipping`, linked data) mean the same. Words as in the EPCIS 2.0 JSON schema.
"""

from __future__ import annotations

from typing import NamedTuple

CBV = "https://ref.gs1.org/cbv/"
WEB_VOCABULARY = "https://gs1.org/voc/"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BIZ_STEPS = _words("""
    accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting
    decommissioning departing destroying disassembling dispensing encoding entering_exiting holding
    inspecting installing killing loading other packing picking receiving removing repackaging repairing
    replacing reserving retail_selling sampling sensor_reporting shipping staging_outbound stock_taking
    stocking storing transporting unloading unpacking void_shipping
""")
DISPOSITIONS = _words("""
    active available completeness_inferred completeness_verified conformant container_closed container_open
    damaged destroyed dispensed disposed encoded expired in_progress in_transit inactive mismatch_class
    mismatch_instance mismatch_quantity needs_replacement no_pedigree_match non_conformant
    non_sellable_other partially_dispensed recalled reserved retail_sold returned sellable_accessible
    sellable_not_accessible stolen unavailable unknown
""")
TRANSACTION_TYPES = _words("""
    bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt
""")
PARTY_TYPES = _words("""
    location owning_party possessing_party
""")
ERROR_REASONS = _words("""
    did_not_occur incorrect_data
""")
MEASUREMENTS = _words("""
    AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Altitude AmountOfSubstance
    AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum AngularVelocity Area
    Capacitance Conductance Conductivity Count Density Dimensionless DoseEquivalent DoseEquivalentRate
    DynamicViscosity ElectricCharge ElectricCurrent ElectricCurrentDensity ElectricFieldStrength Energy
    Exposure Force Frequency Illuminance Inductance Irradiance KinematicViscosity Length LinearMomentum
    Luminance LuminousFlux LuminousIntensity MagneticFlux MagneticFluxDensity MagneticVectorPotential Mass
    MassConcentration MassFlowRate MassPerAreaTime MemoryCapacity MolalityOfSolute MolarEnergy MolarMass
    MolarVolume Power Pressure RadiantFlux RadiantIntensity Radioactivity RelativeHumidity Resistance
    Resistivity SolidAngle SpecificVolume Speed SurfaceDensity SurfaceTension Temperature Time Torque
    Voltage Volume VolumeFlowRate VolumeFraction VolumetricFlux Wavenumber
""")
COMPONENTS = _words("""
    altitude axial_distance azimuth easting elevation_angle height latitude longitude northing polar_angle
    spherical_radius x y z
""")
ALERTS = _words("""
    ALARM_CONDITION ERROR_CONDITION
""")

# What CBV 1.2 does not have yet.
NEW_IN_2_0 = _words("""
    sampling sensor_reporting
    available completeness_inferred completeness_verified conformant container_open mismatch_class
    mismatch_instance mismatch_quantity needs_replacement non_conformant unavailable
    cert testprd testres upevt
""")


class Vocabulary(NamedTuple):
    """One list of words: how its URNs and web URIs begin, and which words it knows."""

    urn: str
    web: str
    words: frozenset[str]


# By the name of the field that holds them.
VOCABULARIES: dict[str, Vocabulary] = {
    "bizStep": Vocabulary("urn:epcglobal:cbv:bizstep:", CBV + "BizStep-", BIZ_STEPS),
    "disposition": Vocabulary("urn:epcglobal:cbv:disp:", CBV + "Disp-", DISPOSITIONS),
    "bizTransaction": Vocabulary("urn:epcglobal:cbv:btt:", CBV + "BTT-", TRANSACTION_TYPES),
    "sourceDest": Vocabulary("urn:epcglobal:cbv:sdt:", CBV + "SDT-", PARTY_TYPES),
    "reason": Vocabulary("urn:epcglobal:cbv:er:", CBV + "ER-", ERROR_REASONS),
    "component": Vocabulary("urn:epcglobal:cbv:comp:", CBV + "Comp-", COMPONENTS),
    "measurement": Vocabulary("urn:gs1:voc:", WEB_VOCABULARY, MEASUREMENTS),
    "alert": Vocabulary("urn:gs1:voc:", WEB_VOCABULARY, ALERTS),
}


def _compact(web: str) -> str:
    return "cbv:" + web.removeprefix(CBV) if web.startswith(CBV) else "gs1:"


def short(field: str, value: str) -> str:
    """Give the short word for any of the three spellings; any other value comes back as it is."""
    vocabulary = VOCABULARIES[field]
    for prefix in (vocabulary.urn, vocabulary.web, _compact(vocabulary.web)):
        word = value.removeprefix(prefix)
        if word != value and word in vocabulary.words:
            return word
    return value


def web(field: str, value: str) -> str:
    """Give the web URI for a short word or a URN; any other value comes back as it is."""
    vocabulary = VOCABULARIES[field]
    word = value.removeprefix(vocabulary.urn)
    return vocabulary.web + word if word in vocabulary.words else value


def urn(field: str, value: str) -> str:
    """Give the URN for a short word or a web URI; any other value comes back as it is."""
    vocabulary = VOCABULARIES[field]
    word = value.removeprefix(vocabulary.web)
    return vocabulary.urn + word if word in vocabulary.words else value


def synonyms(field: str, value: str) -> tuple[str, ...]:
    """Give all spellings of a value, the short one first: what a query must look for."""
    word = short(field, value)
    return tuple(dict.fromkeys((word, urn(field, word), web(field, word))))
