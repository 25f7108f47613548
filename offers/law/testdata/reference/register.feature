@tier:core
Feature: A register answers by key
  Free text that means nothing to the runner.

  Background:
    Given the calculation date is "2025-01-01"
    And law "inkomenswet" is loaded

  # The later row of the same person counts; names of fields ignore case.
  Scenario: The last row of the person
    Given the following "inkomens" data with key "bsn":
      | bsn | INKOMEN | partner |
      | 1   | 5000    | Anna    |
      | 2   | 4000    | Bob     |
      | 1   | 500     |         |
    And parameter "BSN" is 1
    When I evaluate outputs "plaats, laag" of "inkomenswet"
    Then the execution succeeds
    And output "laag" is true
    And output "naam" is null
    And output "plaats" equals "Zonnedijk"
    And output "plaats" contains "DIJK"

  Scenario: Nobody knows the person
    Given the following parameters:
      | BSN | 3 |
    When I evaluate "laag" of "inkomenswet"
    Then the execution fails
    And the execution fails with "variable not found: INKOMEN"

  Scenario: A wrong expectation of truth
    Given parameter "inkomen" is 5000
    And parameter "partner" is "Anna"
    When I evaluate "laag" of "inkomenswet"
    Then output "laag" is true

  Scenario: A wrong expectation of failure
    Given parameter "inkomen" is 1
    And parameter "partner" is "Anna"
    When I evaluate "laag" of "inkomenswet"
    Then the execution fails

  Scenario: Another failure than expected
    When I evaluate "laag" of "inkomenswet"
    Then the execution fails with "division by zero"

  Scenario: An output that is not there
    When I evaluate "plaats" of "inkomenswet"
    Then output "laag" is true

  Scenario: A law that is not there
    Given law "andere_wet" is loaded

  Scenario: A row that is too long
    Given the following parameters:
      | a | 1 | 2 |

  @wip
  Scenario: Unfinished
    Then the execution fails

  Scenario: Nothing was asked
    Then the execution succeeds

  Scenario: Provenance
    When I evaluate "plaats" of "inkomenswet"
    Then output "plaats" has direct provenance

  Scenario: A sentence that nobody knows
    Given the moon is full
